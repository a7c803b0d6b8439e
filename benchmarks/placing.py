"""How long does it take to find lost columns, and how many does it find?

Run: ``python benchmarks/placing.py BUILD.duckdb``, with the file of a build (`GONGKAI_BUILD`) of
documents whose blank cells were lost. Each document is solved anew on one core; what counts is the
median, and the time against that of the slowest document of the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path

import duckdb

from inference.columns.records import CANDIDATES, TERMS, placements

RELATIONS = {
    "amounts": "int_printed_amount",
    "candidates": "int_amount_candidate",
    "operands": "int_candidate_operand",
    "terms": "int_placement_term",
}


def main() -> None:
    """Print a line a document, and the median."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{sys.argv[1]}' as build (read_only)")
        for name, table in RELATIONS.items():
            connection.execute(f"create view {name} as select * from build.intermediate.{table}")
        candidates = connection.sql(CANDIDATES).to_arrow_table().to_pylist()
        terms = connection.sql(TERMS).to_arrow_table().to_pylist()
    taken = []
    sys.stdout.write("seconds  amounts  open  placed  document\n")
    for document_id, group in groupby(candidates, key=lambda row: row["document_id"]):
        rows = list(group)
        said = [term for term in terms if term["document_id"] == document_id]
        with tempfile.TemporaryDirectory() as empty:
            started = time.perf_counter()
            found = list(placements(rows, said, Path(empty), 60))
            taken.append(time.perf_counter() - started)
        placed = sum(record.get("candidate_id") is not None for record in found)
        amounts = len({row["amount_id"] for row in rows})
        sys.stdout.write(f"{taken[-1]:7.2f}{amounts:9}{len(found):6}{placed:8}  {document_id}\n")
    sys.stdout.write(f"median {statistics.median(taken):.2f} s, most {max(taken):.2f} s\n")


if __name__ == "__main__":
    main()
