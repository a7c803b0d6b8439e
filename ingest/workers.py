"""Each file in a worker with limits: run as ``python -m ingest.workers``.

Reads the job from standard input, a JSON object of SHA-256 to path, and writes the records of each
document to the landing of the settings. A worker that dies or takes too long costs its own file.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from ingest import INGEST_VERSION
from ingest.document import Content, DocumentProblem, Status
from ingest.landing import SCHEMAS, prepare, record_file, write
from ingest.readers import read
from ingest.settings import Settings

logger = logging.getLogger(__name__)


def run(settings: Settings, todo: dict[str, Path]) -> None:
    """Land the files in parallel, saying on standard error how far it is."""
    root = prepare(settings)
    with ProcessPool(
        max_workers=min(settings.workers, len(todo)),
        max_tasks=50,
        context=get_context("spawn"),
        initializer=_limit_memory,
        initargs=(settings.memory_limit,),
    ) as pool:
        futures = {
            sha: pool.schedule(
                land_one, args=(str(path), sha, str(root)), timeout=settings.time_limit
            )
            for sha, path in todo.items()
        }
        for count, (sha, future) in enumerate(futures.items(), start=1):
            logger.info("Reading %s of %s: %s", count, len(todo), todo[sha].name)
            try:
                future.result()
                continue
            except FutureTimeout:
                status = Status.TIMEOUT
                problem = (
                    f"Reading took more than {settings.time_limit:g} s: raise GONGKAI_TIME_LIMIT."
                )
            except ProcessExpired as death:
                status = Status.CRASHED
                limit = f"{settings.memory_limit} MiB"
                problem = (
                    f"The reader died (exit code {death.exitcode}): the file is damaged, or needs "
                    f"more than {limit} (GONGKAI_MEMORY_LIMIT)."
                )
            except MemoryError:
                status = Status.CRASHED
                limit = f"{settings.memory_limit} MiB"
                problem = f"Reading took more than {limit}: raise GONGKAI_MEMORY_LIMIT."
            except Exception as error:  # a reader's defect costs its file, not the others
                status = Status.CRASHED
                what = f"{type(error).__name__}: {str(error)[:200]}"
                problem = (
                    f"The reader failed ({what}): the file is damaged, or the reader has a defect "
                    "worth reporting."
                )
            _write_document(root, sha, todo[sha].stat().st_size, status, problem)


def _limit_memory(mebibytes: int) -> None:
    limit = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def land_one(path: str, sha: str, root_path: str) -> None:
    """Read one file and write its records; run in a worker."""
    root, started = Path(root_path), time.monotonic()
    content = Path(path).read_bytes()
    try:
        document = read(content)
    except DocumentProblem as problem:
        _write_document(
            root, sha, len(content), problem.status, problem.message, problem.file_format
        )
        return
    _write_content(root, sha, document)
    record: dict[str, object] = {
        "sha256": sha, "format": document.format, "producer": document.producer,
        "bytes": len(content), "pages": len(document.pages), "tables": len(document.tables),
        "rows": sum(len(table.rows) for table in document.tables),
        "ingest_version": INGEST_VERSION, "seconds": time.monotonic() - started,
        "status": Status.LANDED, "problem": " ".join(document.notes) or None,
    }  # fmt: skip
    write(record_file(root, "document", sha), SCHEMAS["document"], [record])


def _write_content(root: Path, sha: str, document: Content) -> None:
    pages = [
        {"sha256": sha, "page": number, "text": text}
        for number, text in enumerate(document.pages, start=1)
    ]
    tables, rows = [], []
    for table in document.tables:
        tables.append(
            {
                "sha256": sha, "table_number": table.table_number, "grid": table.grid,
                "page_first": table.rows[0].page, "page_last": table.rows[-1].page,
                "line_first": table.rows[0].line_number, "line_last": table.rows[-1].line_number,
                "column_count": table.column_count, "row_count": len(table.rows),
            }
        )  # fmt: skip
        for row in table.rows:
            rows.append(
                {
                    "sha256": sha, "table_number": table.table_number,
                    "row_number": row.row_number, "page": row.page,
                    "line_number": row.line_number, "cells": list(row.cells), "text": row.text,
                    "bboxes": row.bboxes, "confidences": row.confidences,
                }
            )  # fmt: skip
    for kind, records in (("page", pages), ("table", tables), ("row", rows)):
        write(record_file(root, kind, sha), SCHEMAS[kind], records)


def _write_document(
    root: Path, sha: str, size: int, status: str, problem: str, file_format: str = ""
) -> None:
    record: dict[str, object] = {
        "sha256": sha, "format": file_format or None, "bytes": size, "pages": 0, "tables": 0,
        "rows": 0, "ingest_version": INGEST_VERSION, "status": status, "problem": problem,
    }  # fmt: skip
    write(record_file(root, "document", sha), SCHEMAS["document"], [record])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    run(
        Settings.from_environment(),
        {sha: Path(path) for sha, path in json.load(sys.stdin).items()},
    )
