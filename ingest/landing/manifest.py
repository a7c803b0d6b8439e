"""What people know of the documents that isn't in them: `manifest.csv` beside them.

It is never required. A row is about one file, its path as seen from the manifest; where a cell has
a value it counts more than what the document says. A row that can't be taken is a problem of its
own: the document is then what it says itself.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.landing.folders import FileProblem, contents, files_below, printed

NAME = "manifest.csv"
STAGES = {"budget": "budget", "预算": "budget", "final": "final", "决算": "final"}
SCOPES = {"department": "department", "部门": "department", "unit": "unit", "单位": "unit"}


_LONGEST = 100  # characters of a name in a sentence


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


def entries(paths: Iterable[Path], limit: int) -> Iterator[Entry]:
    """The rows of the manifests in the folders, and beside the files, in order of path.

    `limit` is how many MiB a manifest may have.
    """
    given = list(paths)
    below = files_below(given)
    documents = {Path(os.path.normpath(found.path)): found.path for found in below}
    manifests = {found.path: found.problem for found in below if found.path.name == NAME}
    beside = {path.parent / NAME for path in given if not path.is_dir()} - manifests.keys()
    for manifest in sorted({*manifests, *filter(os.path.lexists, beside)}):
        problem = manifests.get(manifest)
        if problem:
            yield Entry(printed(manifest), 0, problem=problem)
        else:
            yield from _rows(manifest, limit, documents, manifest in beside)


def _rows(
    manifest: Path, limit: int, documents: Mapping[Path, Path], names_others: bool
) -> Iterator[Entry]:
    """The rows of one manifest; those on files that were not given are nobody's."""
    name = printed(manifest)
    try:
        text = _text(contents(manifest, limit))
    except FileProblem as file_problem:
        yield Entry(name, 0, problem=str(file_problem))
        return
    except UnicodeDecodeError as error:
        problem = f"The manifest can't be read ({error}): save it as CSV in UTF-8."
        yield Entry(name, 0, problem=problem)
        return
    lines = _lines(text)
    _, header = next(lines, (1, []))
    columns = [column.strip() for column in header] if isinstance(header, list) else []
    header_problem = _header_problem(columns)
    if header_problem:
        yield Entry(name, 1, problem=header_problem)
        return
    for (first, last), cells in lines:
        try:
            row = _row(columns, cells)
            file = _document(manifest.parent, row.get("file", ""), documents, names_others)
            if file is not None:
                said = {n: read(row[n]) for n, read in _READERS.items() if row.get(n)}
                yield Entry(name, last, printed(file), **said)  # type: ignore[arg-type]
        except ValueError as error:
            where = f"Line {last}" if first == last else f"Lines {first} to {last}"
            yield Entry(name, last, problem=f"{where}: {error}. The row is left out.")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _lines(text: str) -> Iterator[tuple[tuple[int, int], list[str] | csv.Error]]:
    """The rows that aren't blank, each with its first and last line, or why it is none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        first = reader.line_num + 1
        cells: list[str] | csv.Error
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = error
        if cells:
            yield (first, reader.line_num), cells


def _header_problem(columns: list[str]) -> str | None:
    known = ", ".join(_READERS)
    wrong = [column for column in columns if column not in ("file", *_READERS)]
    twice = [column for column, count in Counter(columns).items() if count > 1]
    if "file" in columns and not wrong and not twice:
        return None
    said = (
        f"{', '.join(sorted(set(wrong)))} is none of them"
        if wrong
        else f"{', '.join(twice)} stands there twice" if twice else "file is missing"
    )  # fmt: skip
    return f"The manifest's first line must name columns of file, {known}; {said}."


def _row(columns: list[str], cells: list[str] | csv.Error) -> dict[str, str]:
    if isinstance(cells, csv.Error):
        raise ValueError(f"it is no row of cells ({cells}): is a quotation mark missing?")
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise ValueError("it has more cells than the first line: put quotation marks round commas")
    if any("\n" in cell or "\r" in cell for cell in cells):
        raise ValueError("a cell goes over several lines: is a quotation mark missing?")
    return dict(zip(columns, map(str.strip, cells), strict=False))


def _document(
    folder: Path, name: str, documents: Mapping[Path, Path], names_others: bool
) -> Path | None:
    """The document of a name, which may be written in UTF-8 here and in GB18030 on disk.

    None for a file that is there and wasn't given, where that may be.
    """
    for written in (name, os.fsdecode(name.encode("gb18030", "replace"))) if name else ():
        file = Path(os.path.normpath(folder / written))
        if file in documents:
            return documents[file]
        if names_others and os.path.exists(file):  # noqa: PTH110 - no error for too long a name
            return None
    shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
    raise ValueError(f"there is no file {shown or '(blank)'} beside the manifest")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"published_on is {text}; write 2025-01-31") from None


def _year(text: str) -> int:
    if not (text.isdecimal() and 1990 <= int(text) <= 2100):
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
