"""Which files are new, and what is in them? Lands each once, by its content, as Parquet.

One folder a kind of record, one file a document: ``landing/v<version>/row/<sha256>.parquet``. The
`document` record is written last, so that a landing that was cut off is done again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest import INGEST_VERSION, manifest
from ingest.document import Status
from ingest.progress import show
from ingest.settings import Settings

_TEXT, _INTEGER = pa.string(), pa.int32()
SCHEMAS: dict[str, pa.Schema] = {
    "document": pa.schema(
        {
            "sha256": _TEXT, "format": _TEXT, "producer": _TEXT, "bytes": pa.int64(),
            "pages": _INTEGER, "tables": _INTEGER, "rows": _INTEGER, "ingest_version": _TEXT,
            "seconds": pa.float64(), "status": _TEXT, "problem": _TEXT,
        }
    ),
    "page": pa.schema({"sha256": _TEXT, "page": _INTEGER, "text": _TEXT, "source": _TEXT}),
    "table": pa.schema(
        {
            "sha256": _TEXT, "table_number": _INTEGER, "grid": _TEXT, "page_first": _INTEGER,
            "page_last": _INTEGER, "line_first": _INTEGER, "line_last": _INTEGER,
            "column_count": _INTEGER, "row_count": _INTEGER,
        }
    ),
    "row": pa.schema(
        {
            "sha256": _TEXT, "table_number": _INTEGER, "row_number": _INTEGER, "page": _INTEGER,
            "line_number": _INTEGER, "cells": pa.list_(_TEXT), "text": _TEXT,
            "bboxes": pa.list_(pa.list_(pa.float64())), "confidences": pa.list_(pa.float64()),
        }
    ),
}  # fmt: skip

# A document of a kind that can't be landed is tried again on the next build, since what stood in
# the way (a limit, a program that isn't installed) may be gone.
_FINAL = {Status.LANDED, Status.EMPTY, Status.NO_TABLES, Status.UNREADABLE}


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One file of the data folders and how landing it ended."""

    source_path: str
    sha256: str
    status: str
    problem: str | None
    new: bool


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files below the given files and folders, in order of name.

    Hidden files, `manifest.csv` and files called README are about the documents, not of them.
    """
    found: set[Path] = set()
    for path in paths:
        candidates = path.rglob("*") if path.is_dir() else [path]
        for file in candidates:
            below = file.relative_to(path).parts if path.is_dir() else (file.name,)
            hidden = any(part.startswith(".") for part in below)
            about = file.name == manifest.NAME or file.stem.upper() == "README"
            if file.is_file() and not hidden and not about:
                found.add(file)
    return sorted(found)


def land(settings: Settings) -> list[LandedFile]:
    """Land what is new below `settings.data`; return one record a file, in order of path.

    A file that can't be landed costs its own record only.
    """
    paths: dict[str, list[Path]] = {}
    failed: list[LandedFile] = []
    for path in files_of(settings.data):
        try:
            paths.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), []).append(path)
        except OSError as error:
            problem = f"The file can't be opened ({error.strerror}): check its permissions."
            failed.append(LandedFile(str(path), "", Status.UNREADABLE, problem, True))
    root = prepare(settings)
    todo = {sha: found[0] for sha, found in paths.items() if not _is_done(root, sha)}
    report: list[LandedFile] = failed
    _run(settings, todo)
    for sha, found in paths.items():
        record = _record(root, sha)
        first, *copies = found
        report.append(LandedFile(str(first), sha, record["status"], record["problem"], sha in todo))
        for copy in copies:
            problem = f"The same content as {first}: the document is counted once."
            report.append(LandedFile(str(copy), sha, Status.DUPLICATE, problem, False))
    return sorted(report, key=lambda file: file.source_path)


def prepare(settings: Settings) -> Path:
    """Create the folders of this version's landing, each with an empty file of its schema."""
    root = settings.landing / f"v{INGEST_VERSION}"
    for kind, schema in SCHEMAS.items():
        folder = root / kind
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "_schema.parquet").exists():
            write(folder / "_schema.parquet", schema, [])
    return root


def landed_files(settings: Settings, kind: str, shas: Iterable[str]) -> list[str]:
    """The Parquet files of one kind of record for the documents, and the empty schema file."""
    root = prepare(settings)
    files = [
        root / kind / "_schema.parquet",
        *(record_file(root, kind, sha) for sha in sorted(set(shas))),
    ]
    return [str(file) for file in files if file.exists()]


def _run(settings: Settings, todo: dict[str, Path]) -> None:
    """Land the files in a process of its own, which starts the workers.

    Workers begin by importing their parent's main module: from a light one that costs little,
    from dbt's some seconds each.
    """
    if todo:
        job = {sha: str(path) for sha, path in todo.items()}
        environment = os.environ | {
            "GONGKAI_DATA": os.pathsep.join(str(path) for path in settings.data),
            "GONGKAI_LANDING": str(settings.landing),
            "GONGKAI_TIME_LIMIT": str(settings.time_limit),
            "GONGKAI_MEMORY_LIMIT": str(settings.memory_limit),
            "GONGKAI_WORKERS": str(settings.workers),
        }
        command = [sys.executable, "-m", "ingest.workers"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as workers:
            assert workers.stdin is not None and workers.stdout is not None
            with workers.stdin as given:
                json.dump(job, given)
            show(len(job), map(json.loads, workers.stdout))
        if workers.returncode:
            raise subprocess.CalledProcessError(workers.returncode, command)


def record_file(root: Path, kind: str, sha: str) -> Path:
    """The Parquet file of one kind of record of one document."""
    return root / kind / f"{sha}.parquet"


def _is_done(root: Path, sha: str) -> bool:
    return record_file(root, "document", sha).exists() and _record(root, sha)["status"] in _FINAL


def _record(root: Path, sha: str) -> dict[str, Any]:
    record: dict[str, Any] = (
        pq.ParquetFile(record_file(root, "document", sha)).read().to_pylist()[0]
    )
    return record


def write(file: Path, schema: pa.Schema, records: list[dict[str, object]]) -> None:
    """Write records to a Parquet file in one step, so that no reader sees half of one."""
    part = file.with_suffix(".part")
    pq.write_table(pa.Table.from_pylist(records, schema=schema), part)
    part.replace(file)
