"""Each file in a worker with limits: run as ``python -m ingest.landing.workers``.

Reads the task of `ingest.landing.files` from standard input, the files by SHA-256, and writes the
records of each document to the landing. A worker that dies or takes too long costs its own file.
Scans take seconds a page: each page is a job of its own, with the same limits.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.document import Content, DocumentProblem, ScannedPage, Status
from ingest.landing.folders import FileProblem, contents, printed
from ingest.landing.kept_rows import Records, write_document
from ingest.readers import read_scan, read_text, with_scans

_Future = ProcessFuture[Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file or one scanned page may take: seconds, MiB of memory; MiB of a file."""

    seconds: float
    memory: int
    size: int
    workers: int


class SourceChanged(Exception):
    """A file isn't what was hashed any more: nothing of it is landed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was hashed."""

    path: Path
    sha: str
    size: int
    limit: int

    def content(self) -> bytes:
        """The bytes that were hashed.

        Raises:
            SourceChanged: the file has others by now, or is gone.
        """
        try:
            content = contents(self.path, self.limit)
        except FileProblem as problem:
            raise SourceChanged from problem
        if hashlib.sha256(content).hexdigest() != self.sha:
            raise SourceChanged
        return content


def run(root: Path, limits: Limits, sources: list[Source], tell: Callable[..., None]) -> None:
    """Land the files in parallel, telling how far it is by events of `ingest.landing.progress`."""
    with ProcessPool(
        max_workers=limits.workers,
        max_tasks=50,
        context=get_context("spawn"),
        initializer=_limit_memory,
        initargs=(limits.memory,),
    ) as pool:

        def start(work: Callable[..., object], *arguments: object) -> _Future:
            return pool.schedule(work, args=arguments, timeout=limits.seconds)

        def fail(source: Source, error: Exception, where: str = "") -> None:
            if not isinstance(error, SourceChanged):
                status, problem = _problem_of(error, limits)
                _write_problem(root, source, DocumentProblem(status, where + problem))

        files = [(source, start(land_one, source, root)) for source in sources]
        scanned: list[tuple[Source, _Unfinished, dict[int, _Future]]] = []
        for source, future in files:
            tell("document", printed(source.path.name))
            try:
                rest = future.result()
            except Exception as error:
                fail(source, error)
                continue
            if rest is not None:
                pages = {page: start(read_page, source, page) for page in rest.found.scans}
                scanned.append((source, rest, pages))
                tell("pages", len(pages))
        for source, rest, pages in scanned:
            _finish_scans(root, source, rest, pages, tell, fail)


def _finish_scans(
    root: Path,
    source: Source,
    rest: _Unfinished,
    pages: dict[int, _Future],
    tell: Callable[..., None],
    fail: Callable[[Source, Exception, str], None],
) -> None:
    """Land a document with its scanned pages; a page that can't be read costs the document."""
    read: dict[int, ScannedPage] = {}
    for page, future in pages.items():
        tell("page", printed(source.path.name), page)
        try:
            read[page], seconds = future.result()
        except Exception as error:
            fail(source, error, f"Page {page}: ")
            break
        rest.seconds += seconds
    else:
        _finish(root, source, rest, read)
    for future in pages.values():
        future.cancel()


def _problem_of(error: Exception, limits: Limits) -> tuple[Status, str]:
    """How a file ends that its worker could not read, and why."""
    limit = f"{limits.memory} MiB"
    if isinstance(error, FutureTimeout):
        seconds = f"{limits.seconds:g} s"
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


def land_one(source: Source, root: Path) -> _Unfinished | None:
    """Read one file and write its records; run in a worker. One with scans is given back."""
    started = time.monotonic()
    content = source.content()
    try:
        found = read_text(content)
    except DocumentProblem as problem:
        _write_problem(root, source, problem)
        return None
    read = _Unfinished(found, time.monotonic() - started)
    if found.scans:
        return read
    _finish(root, source, read, {})
    return None


def read_page(source: Source, page: int) -> tuple[ScannedPage, float]:
    """Read one scan, and say in how many seconds; run in a worker."""
    started = time.monotonic()
    return read_scan(source.content(), page), time.monotonic() - started


def _finish(root: Path, source: Source, read: _Unfinished, scanned: dict[int, ScannedPage]) -> None:
    try:
        document = with_scans(read.found, scanned)
    except DocumentProblem as problem:
        _write_problem(root, source, problem)
        return
    record: dict[str, object] = {
        "sha256": source.sha, "format": document.format, "producer": document.producer,
        "bytes": source.size, "pages": len(document.pages), "tables": len(document.tables),
        "rows": sum(len(table.rows) for table in document.tables), "seconds": read.seconds,
        "status": Status.LANDED, "problem": " ".join(document.notes) or None,
    }  # fmt: skip
    write_document(root, record, _records(source.sha, document))


def _records(sha: str, document: Content) -> dict[str, Records]:
    scans = set(document.scans)
    pages: Records = [
        {
            "sha256": sha, "page": number, "text": text,
            "source": "ocr" if number in scans else "text", "overlay": over or None,
        }
        for number, (text, over) in enumerate(zip_longest(document.pages, document.over), start=1)
    ]  # fmt: skip
    tables: Records = []
    rows: Records = []
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
    return {"page": pages, "table": tables, "row": rows}


def _write_problem(root: Path, source: Source, problem: DocumentProblem) -> None:
    record: dict[str, object] = {
        "sha256": source.sha, "format": problem.file_format or None, "bytes": source.size,
        "pages": 0, "tables": 0, "rows": 0, "status": problem.status, "problem": problem.message,
    }  # fmt: skip
    write_document(root, record)


def main() -> None:
    """Run the task, with events as lines of JSON on standard output, where nothing else is said."""
    with os.fdopen(os.dup(1), "w") as events:
        os.dup2(2, 1)

        def tell(*event: str | int) -> None:
            events.write(json.dumps(event) + "\n")
            events.flush()

        task = json.load(sys.stdin)
        limits = Limits(**task["limits"])
        sources = [
            Source(Path(path), sha, size, limits.size)
            for sha, (path, size) in task["files"].items()
        ]
        run(Path(task["root"]), limits, sources, tell)


if __name__ == "__main__":
    main()
