"""Each file in a worker with limits: run as ``python -m ingest.workers``.

Reads the job from standard input, a JSON object of SHA-256 to path, and writes the records of each
document to the landing of the settings. A worker that dies or takes too long costs its own file.
Scans take seconds a page: each page is a job of its own, with the same limits.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest import INGEST_VERSION
from ingest.document import Content, DocumentProblem, ScannedPage, Status
from ingest.landing import SCHEMAS, prepare, record_file, write
from ingest.readers import read_scan, read_text, with_scans
from ingest.settings import Settings

_Future = ProcessFuture[Any]


def run(settings: Settings, todo: dict[str, Path], tell: Callable[..., None]) -> None:
    """Land the files in parallel, telling how far it is by events of `ingest.progress`."""
    root = prepare(settings)
    with ProcessPool(
        max_workers=settings.workers,
        max_tasks=50,
        context=get_context("spawn"),
        initializer=_limit_memory,
        initargs=(settings.memory_limit,),
    ) as pool:

        def start(work: Callable[..., object], *arguments: object) -> _Future:
            return pool.schedule(work, args=arguments, timeout=settings.time_limit)

        def fail(sha: str, error: Exception, where: str = "") -> None:
            status, problem = _problem_of(error, settings)
            _write_document(root, sha, todo[sha].stat().st_size, status, where + problem)

        files = {sha: start(land_one, str(path), sha, str(root)) for sha, path in todo.items()}
        scanned: dict[str, tuple[_Unfinished, dict[int, _Future]]] = {}
        for sha, future in files.items():
            tell("document", todo[sha].name)
            try:
                rest = future.result()
            except Exception as error:
                fail(sha, error)
                continue
            if rest is not None:
                pages = {p: start(read_page, str(todo[sha]), p) for p in rest.found.scans}
                scanned[sha] = rest, pages
                tell("pages", len(pages))
        for sha, (rest, pages) in scanned.items():
            read: dict[int, ScannedPage] = {}
            for page, future in pages.items():
                tell("page", todo[sha].name, page)
                try:
                    read[page], seconds = future.result()
                except Exception as error:
                    fail(sha, error, f"Page {page}: ")
                    break
                rest.seconds += seconds
            else:
                _finish(root, sha, todo[sha].stat().st_size, rest, read)
            for future in pages.values():
                future.cancel()


def _problem_of(error: Exception, settings: Settings) -> tuple[Status, str]:
    """How a file ends that its worker could not read, and why."""
    limit = f"{settings.memory_limit} MiB"
    if isinstance(error, FutureTimeout):
        seconds = f"{settings.time_limit:g} s"
        return Status.TIMEOUT, f"Reading took more than {seconds}: raise GONGKAI_TIME_LIMIT."
    if isinstance(error, ProcessExpired):
        return Status.CRASHED, (
            f"The reader died (exit code {error.exitcode}): the file is damaged, or needs "
            f"more than {limit} (GONGKAI_MEMORY_LIMIT)."
        )
    if isinstance(error, MemoryError):
        return Status.CRASHED, f"Reading took more than {limit}: raise GONGKAI_MEMORY_LIMIT."
    # A reader's defect costs its file, not the others.
    what = f"{type(error).__name__}: {str(error)[:200]}"
    return Status.CRASHED, (
        f"The reader failed ({what}): the file is damaged, or the reader has a defect "
        "worth reporting."
    )


def _limit_memory(mebibytes: int) -> None:
    limit = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


@dataclass(slots=True)
class _Unfinished:
    """A document whose scans are not read yet, and how many seconds reading took so far."""

    found: Content
    seconds: float


def land_one(path: str, sha: str, root_path: str) -> _Unfinished | None:
    """Read one file and write its records; run in a worker. One with scans is given back."""
    root, started = Path(root_path), time.monotonic()
    content = Path(path).read_bytes()
    try:
        found = read_text(content)
    except DocumentProblem as problem:
        _write_problem(root, sha, len(content), problem)
        return None
    read = _Unfinished(found, time.monotonic() - started)
    if found.scans:
        return read
    _finish(root, sha, len(content), read, {})
    return None


def read_page(path: str, page: int) -> tuple[ScannedPage, float]:
    """Read one scan, and say in how many seconds; run in a worker."""
    started = time.monotonic()
    return read_scan(Path(path).read_bytes(), page), time.monotonic() - started


def _finish(
    root: Path, sha: str, size: int, read: _Unfinished, scanned: dict[int, ScannedPage]
) -> None:
    try:
        document = with_scans(read.found, scanned)
    except DocumentProblem as problem:
        _write_problem(root, sha, size, problem)
        return
    _write_content(root, sha, document)
    record: dict[str, object] = {
        "sha256": sha, "format": document.format, "producer": document.producer,
        "bytes": size, "pages": len(document.pages), "tables": len(document.tables),
        "rows": sum(len(table.rows) for table in document.tables),
        "ingest_version": INGEST_VERSION, "seconds": read.seconds,
        "status": Status.LANDED, "problem": " ".join(document.notes) or None,
    }  # fmt: skip
    write(record_file(root, "document", sha), SCHEMAS["document"], [record])


def _write_content(root: Path, sha: str, document: Content) -> None:
    scans = set(document.scans)
    pages: list[dict[str, object]] = [
        {
            "sha256": sha, "page": number, "text": text,
            "source": "ocr" if number in scans else "text",
        }
        for number, text in enumerate(document.pages, start=1)
    ]  # fmt: skip
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


def _write_problem(root: Path, sha: str, size: int, problem: DocumentProblem) -> None:
    _write_document(root, sha, size, problem.status, problem.message, problem.file_format)


def _write_document(
    root: Path, sha: str, size: int, status: str, problem: str, file_format: str = ""
) -> None:
    record: dict[str, object] = {
        "sha256": sha, "format": file_format or None, "bytes": size, "pages": 0, "tables": 0,
        "rows": 0, "ingest_version": INGEST_VERSION, "status": status, "problem": problem,
    }  # fmt: skip
    write(record_file(root, "document", sha), SCHEMAS["document"], [record])


def main() -> None:
    """Run the job, with events as lines of JSON on standard output, where nothing else is said."""
    with os.fdopen(os.dup(1), "w") as events:
        os.dup2(2, 1)

        def tell(*event: str | int) -> None:
            events.write(json.dumps(event) + "\n")
            events.flush()

        todo = {sha: Path(path) for sha, path in json.load(sys.stdin).items()}
        run(Settings.from_environment(), todo, tell)


if __name__ == "__main__":
    main()
