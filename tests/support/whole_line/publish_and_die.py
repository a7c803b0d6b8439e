"""Publishes again and again in processes that are killed: FOLDER COUNT.

Prints for each what it left: `left` if its unfinished warehouse was there, else `clear`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import duckdb

from ingest.publishing.swap import new_data_docs, new_warehouse, swap_warehouse
from ingest.publishing.workplace import clear

ROWS = 20_000


def publish(number: int) -> None:
    file = new_warehouse().replace("'", "''")
    docs = new_data_docs()
    docs.mkdir()
    (docs / "index.html").write_text(str(number))
    with duckdb.connect() as db:
        db.execute(f"attach '{file}' as published")
        db.execute("create schema published.seeds")
        db.execute(
            f"create table published.fact as select {number} as build, range from range({ROWS})"
        )
        db.execute("detach published")
    swap_warehouse(file)


def main(folder: Path, count: int) -> None:
    published = folder / "warehouse.duckdb"
    os.environ["GONGKAI_WAREHOUSE"] = str(published)
    publish(0)
    random.seed(1)
    for _ in range(count):
        process = os.fork()
        if not process:
            for number in range(1, 1000):
                publish(number)
            os._exit(1)
        time.sleep(random.uniform(0.05, 0.4))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        with duckdb.connect(str(published), read_only=True) as db:
            [(rows, builds)] = db.execute(
                "select count(*), count(distinct build) from fact"
            ).fetchall()
        assert (rows, builds) == (ROWS, 1)
        left = [path for path in folder.iterdir() if path.name.startswith(".")]
        sys.stdout.write("left\n" if left else "clear\n")
        clear(published)
        assert not [path for path in folder.iterdir() if path.name.startswith(".")]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
