"""How are the landed rows of a document kept, and are they whole?

One folder a kind of record, one Parquet file a document: ``v<version>/row/<sha256>.parquet``. The
document's own record, ``document/<sha256>.json``, is written last and has the checksums of the
others: without it, or where anything isn't as it was written, the document isn't landed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.kept import checksum, is_whole, read_json, write_bytes, write_json
from ingest.settings import Settings
from ingest.version import ingest_version

_TEXT, _INTEGER = pa.string(), pa.int32()
DOCUMENT = pa.schema(
    {
        "sha256": _TEXT, "format": _TEXT, "producer": _TEXT, "bytes": pa.int64(),
        "pages": _INTEGER, "tables": _INTEGER, "rows": _INTEGER, "ingest_version": _TEXT,
        "seconds": pa.float64(), "status": _TEXT, "problem": _TEXT,
    }
)  # fmt: skip
SCHEMAS: dict[str, pa.Schema] = {
    "page": pa.schema(
        {"sha256": _TEXT, "page": _INTEGER, "text": _TEXT, "source": _TEXT, "overlay": _TEXT}
    ),
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
Records = list[dict[str, object]]


def prepare(settings: Settings) -> Path:
    """Create the folders of this version's landing, each with an empty file of its schema."""
    root = settings.landing / f"v{ingest_version()}"
    (root / "document").mkdir(parents=True, exist_ok=True)
    for kind, schema in SCHEMAS.items():
        file = root / kind / "_schema.parquet"
        file.parent.mkdir(exist_ok=True)
        empty = _parquet(schema, [])
        if not is_whole(file, checksum(empty)):
            write_bytes(file, empty)
    return root


def landed_files(settings: Settings, kind: str, shas: Iterable[str]) -> list[str]:
    """The Parquet files of one kind of record for landed documents, and the empty schema file."""
    root = prepare(settings)
    files = [root / kind / "_schema.parquet"]
    files += [record_file(root, kind, sha) for sha in sorted(set(shas))]
    return [str(file) for file in files]


def record_file(root: Path, kind: str, sha: str) -> Path:
    """The Parquet file of one kind of record of one document."""
    return root / kind / f"{sha}.parquet"


def read_document(root: Path, sha: str) -> dict[str, Any] | None:
    """The record of a document, or None where it wasn't landed or anything of it is damaged."""
    kept = read_json(_document_file(root, sha))
    if kept is None:
        return None
    checksums: dict[str, str] = kept["checksums"]
    whole = all(is_whole(record_file(root, kind, sha), sum_) for kind, sum_ in checksums.items())
    record: dict[str, Any] = kept["record"]
    return record if whole else None


def forget_document(root: Path, sha: str) -> None:
    """Let a document be one that wasn't landed."""
    _document_file(root, sha).unlink(missing_ok=True)


def write_document(
    root: Path, record: Mapping[str, object], rows: Mapping[str, Records] | None = None
) -> None:
    """Write the records of a document, of each kind in `rows` and its own."""
    sha = str(record["sha256"])
    checksums = {}
    for kind, records in (rows or {}).items():
        content = _parquet(SCHEMAS[kind], records)
        write_bytes(record_file(root, kind, sha), content)
        checksums[kind] = checksum(content)
    full = {name: record.get(name) for name in DOCUMENT.names}
    full["ingest_version"] = root.name.removeprefix("v")
    write_json(_document_file(root, sha), {"record": full, "checksums": checksums})


def _document_file(root: Path, sha: str) -> Path:
    return root / "document" / f"{sha}.json"


def _parquet(schema: pa.Schema, records: Records) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records, schema=schema), target)
    return target.getvalue()
