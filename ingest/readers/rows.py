"""How do the rows of a document with cells of its own become one stream in reading order?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.document import Content, DocumentProblem, Grid, Row, Status, Table
from ingest.readers.ideographs import with_ideographs

_FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")
_NUMBER = re.compile(r"[-(]?[¥￥]?\d[\d,]*(?:\.\d+)?[)%]?")
_INVISIBLE = str.maketrans({"\t": " ", "\u200b": None, "\ufeff": None, "\xad": None})
_MAX_CELLS = 5_000_000


def one_line(text: str) -> str:
    """Text without line breaks: two ASCII words are parted by a blank, Chinese goes on."""
    joined = ""
    shown = with_ideographs(text).translate(_INVISIBLE)
    for line in filter(None, map(str.strip, shown.splitlines())):
        words = joined[-1:].isascii() and line[0].isascii()
        joined += f" {line}" if joined and words else line
    return joined


class Rows:
    """Gathers the tables of a document from top to bottom and the text of its pages."""

    def __init__(self, file_format: str) -> None:
        self._format = file_format
        self._tables: list[Table] = []
        self._lines: list[Row] = []
        self._pages: list[list[str]] = []
        self._row_count = 0
        self._has_figures = False

    def write(self, page: int, line: str) -> None:
        """Put a line into the text of a page only."""
        while len(self._pages) < page:
            self._pages.append([])
        self._pages[page - 1].append(with_ideographs(line))

    def add_line(self, page: int, line: str) -> None:
        """Add a line of words; lines in sequence are one table. A blank one is left out."""
        text = one_line(line)
        if text:
            self._has_figures = self._has_figures or bool(_FIGURE.search(text))
            self._lines.append(self._row(page, len(self._lines) + 1, tuple(text.split()), text))

    def add_grid(
        self, rows: Iterable[tuple[int, Mapping[int, str]]], columns: Sequence[int] | None = None
    ) -> None:
        """Add a table: of each row its page and the text of its cells by column.

        Columns are those given, or those in which a cell begins. Blank rows are left out, blank
        columns at the end are cut off.

        Raises:
            DocumentProblem: `UNREADABLE`, a table larger than any form.
        """
        lines = [(page, {c: one_line(text) for c, text in cells.items()}) for page, cells in rows]
        filled = [(page, cells) for page, cells in lines if any(cells.values())]
        if columns is None:
            columns = sorted({column for _, cells in filled for column in cells})
        last = max((c for _, cells in filled for c, text in cells.items() if text), default=0)
        columns = [column for column in columns if column <= last]
        if len(filled) * len(columns) > _MAX_CELLS:
            raise self.too_large(len(columns))
        self._close_lines()
        table: list[Row] = []
        for page, by_column in filled:
            cells = tuple(by_column.get(column, "") for column in columns)
            self._has_figures = self._has_figures or any(map(_NUMBER.fullmatch, cells))
            table.append(self._row(page, len(table) + 1, cells, "\t".join(cells).strip()))
        if table:
            self._tables.append(Table(len(self._tables) + 1, Grid.CELLS, tuple(table)))

    def too_large(self, columns: int) -> DocumentProblem:
        """The problem of a table larger than any form."""
        return DocumentProblem(
            Status.UNREADABLE,
            f"A table has {columns} columns and more cells than any form: "
            "delete what stands far outside of the form and save it again.",
            self._format,
        )

    def content(self, producer: str, notes: Sequence[str] = ()) -> Content:
        """What was gathered.

        Raises:
            DocumentProblem: `NO_TABLES`, nothing of it is a figure.
        """
        self._close_lines()
        if not self._has_figures:
            hidden = f" {' '.join(notes)}" if notes else ""
            raise DocumentProblem(
                Status.NO_TABLES,
                "The document prints no row of figures: it is no disclosure, or its forms are "
                f"pictures or attachments, which are files of their own.{hidden}",
                self._format,
            )
        pages = tuple("\n".join(lines) for lines in self._pages)
        return Content(self._format, producer, pages, tuple(self._tables), tuple(notes))

    def _row(self, page: int, number: int, cells: tuple[str, ...], text: str) -> Row:
        self._row_count += 1
        self.write(page, text)
        return Row(page, number, self._row_count, cells, text)

    def _close_lines(self) -> None:
        if self._lines:
            self._tables.append(Table(len(self._tables) + 1, Grid.TEXT, tuple(self._lines)))
            self._lines = []
