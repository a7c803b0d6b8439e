"""What people know of the documents that isn't in them: `manifest.csv` beside them.

It is never required. A row is about one file, its path as seen from the manifest; where a cell has
a value it counts more than what the document says. A row that can't be taken is a problem of its
own: the document is then what it says itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

NAME = "manifest.csv"
STAGES = {"budget": "budget", "预算": "budget", "final": "final", "决算": "final"}
SCOPES = {"department": "department", "部门": "department", "unit": "unit", "单位": "unit"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a manifest: what it says of a file, or why it can't be taken."""

    manifest_path: str
    line_number: int
    source_path: str | None = None
    source_url: str | None = None
    published_on: date | None = None
    bureau: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    scope: str | None = None
    problem: str | None = None


def entries(paths: Iterable[Path]) -> Iterator[Entry]:
    """The rows of the manifests in the folders, and beside the files, in order of path."""
    found = {
        manifest
        for path in paths
        for manifest in (path.rglob(NAME) if path.is_dir() else [path.parent / NAME])
        if manifest.is_file()
    }
    for manifest in sorted(found):
        yield from _rows(manifest)


def _rows(manifest: Path) -> Iterator[Entry]:
    try:
        text = _text(manifest)
    except (OSError, UnicodeDecodeError) as error:
        problem = f"The manifest can't be read ({error}): save it as CSV in UTF-8."
        yield Entry(str(manifest), 0, problem=problem)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    unknown = {name for name in reader.fieldnames or () if name not in ("file", *_READERS)}
    if "file" not in (reader.fieldnames or ()) or unknown:
        problem = f"The manifest's first line must name columns of file, {', '.join(_READERS)}" + (
            f"; {', '.join(sorted(unknown))} is none of them." if unknown else "; file is missing."
        )
        yield Entry(str(manifest), 1, problem=problem)
        return
    for row in reader:
        try:
            yield Entry(str(manifest), reader.line_num, **_read(manifest, row))
        except ValueError as error:
            problem = f"Line {reader.line_num}: {error}. The row is left out."
            yield Entry(str(manifest), reader.line_num, problem=problem)


def _text(manifest: Path) -> str:
    content = manifest.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _read(manifest: Path, row: Mapping[str, str]) -> dict[str, Any]:
    cells = {name: (value or "").strip() for name, value in row.items() if name}
    file = manifest.parent / cells["file"]
    if not cells["file"] or not file.is_file():
        name = cells["file"] or "(blank)"
        raise ValueError(f"there is no file {name} beside the manifest")
    said = {name: read(cells[name]) for name, read in _READERS.items() if cells.get(name)}
    return {"source_path": str(file), **said}


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"published_on is {text}; write 2025-01-31") from None


def _year(text: str) -> int:
    if not (text.isdigit() and 1990 <= int(text) <= 2100):
        raise ValueError(f"fiscal_year is {text}; write a year such as 2025")
    return int(text)


def _one_of(column: str, words: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"{column} is {text}; write {' or '.join(words)}")
        return words[text]

    return read


_READERS: dict[str, Callable[[str], object]] = {
    "source_url": str,
    "published_on": _date,
    "bureau": str,
    "fiscal_year": _year,
    "stage": _one_of("stage", STAGES),
    "scope": _one_of("scope", SCOPES),
}
