"""What is in plain text, Markdown and tab-separated text?

A line with a tab, or between bars (`| 201 | … |`), is a row of cells whose places are known, if
blank ones were kept (`kept_cells`). Any other line is words between white space, or a row of cells
whose columns the spaces keep (`spaced`). A form feed begins a page. Rows of cells that stand
together without a blank line are one table.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.document import Content, DocumentProblem, Grid, Row, Status, Table
from ingest.readers.ideographs import with_ideographs
from ingest.readers.tables.columns import AlignedColumns
from ingest.readers.text.kept_cells import kept
from ingest.readers.text.spaced import keeps_columns, parts_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")
_BARS = re.compile(r"\|.*\|.*\|")
_PLAUSIBLE = 0.97
# The number of its line on the page, its grid, whether a table begins, its cells, its text.
_Printed = tuple[int, Grid, bool, Sequence[str], str]


def recognises(content: bytes) -> bool:
    """Any file may be text: whether it is, decoding tells."""
    return True


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: a byte order mark's, UTF-8 or GB18030.

    GB18030 gives a meaning to nearly any bytes, hence the test for characters that people write.

    Raises:
        DocumentProblem: `UNREADABLE`, when the bytes are no text in any of them.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    for encoding in ("utf-8", "gb18030"):
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_written(decoded):
            return decoded, encoding
    raise DocumentProblem(
        Status.UNREADABLE,
        "The file is neither text in UTF-8 nor in GB18030, nor of a known format: "
        "save it again as UTF-8 text.",
    )


def _cells(line: str) -> tuple[Grid, Sequence[str]]:
    if "\t" in line:
        return Grid.TAB, line.split("\t")
    if _BARS.fullmatch(line.strip()):
        return Grid.BAR, line.strip()[1:-1].split("|")
    return Grid.TEXT, line.split()


def _rows(lines: Sequence[str]) -> Iterator[_Printed]:
    """The rows of a page; a blank line ends a table of cells."""
    begins = False
    for number, line in enumerate(lines):
        if line.strip():
            grid, cells = _cells(line)
            yield number, grid, begins and grid is not Grid.TEXT, cells, line.strip()
        begins = not line.strip()


def _with_lost_cells_as_words(pages: Sequence[Sequence[_Printed]]) -> list[list[_Printed]]:
    """The rows of each page; where blank cells were lost between tabs, a row is words."""
    tables: list[list[Sequence[str]]] = []
    grid = Grid.TEXT
    for row in (row for page in pages for row in page):
        if row[1] is not Grid.TEXT:
            if row[1] is not grid or row[2]:
                tables.append([])
            tables[-1].append([cell.strip() for cell in row[3]])
        grid = row[1]
    is_kept = iter([judged for table in kept(tables) for judged in table])
    return [
        [
            row
            if row[1] is Grid.TEXT or next(is_kept)
            else (row[0], Grid.TEXT, False, row[4].strip("|").replace("|", " ").split(), row[4])
            for row in page
        ]
        for page in pages
    ]


def _spaced_rows(
    rows: Sequence[_Printed], lines: Sequence[str], columns: AlignedColumns | None
) -> tuple[list[_Printed], AlignedColumns | None]:
    """The rows of a page whose spaces keep columns, and the columns that it ends with."""
    printed: list[_Printed] = []
    for grid, group in groupby(rows, key=lambda row: row[1]):
        found = list(group)
        if grid is not Grid.TEXT:
            printed += found
            continue
        first, last = found[0][0], found[-1][0]
        parts, columns = parts_of(lines[first : last + 1], columns)
        texts = {row[0]: row for row in found}
        for numbers, table in parts:
            for place, number in enumerate(numbers):
                if table is None:
                    printed.append(texts[first + number])
                else:
                    cells = table[place]
                    text = "\t".join(cells)
                    printed.append((first + number, Grid.ALIGNED, place == 0, cells, text))
    return printed, columns


def _looks_written(text: str) -> bool:
    good = sum(
        char in "\t\n\r\f" or not unicodedata.category(char).startswith("C") for char in text
    )
    return good >= _PLAUSIBLE * len(text)


def read(content: bytes) -> Content:
    """Return the pages and tables of a text.

    Raises:
        DocumentProblem: `UNREADABLE`, no text; `NO_TABLES`, text in which no line prints figures.
    """
    decoded, encoding = decode(content)
    text = with_ideographs(decoded)
    tables: list[Table] = []
    rows: list[Row] = []
    grid = Grid.TEXT
    has_figures = False

    def close() -> None:
        if rows:
            tables.append(Table(len(tables) + 1, grid, tuple(rows)))
            rows.clear()

    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    lines_of = [page.split("\n") for page in pages]
    for lines in lines_of[:-1]:
        if not lines[-1]:
            lines.pop()  # the form feed stands at the beginning of a line, not on one of its own
    words = [line for lines in lines_of for line in lines if _cells(line)[0] is Grid.TEXT]
    is_spaced = keeps_columns(words)
    columns: AlignedColumns | None = None
    above = 0
    rows_of = _with_lost_cells_as_words([list(_rows(lines)) for lines in lines_of])
    for page_number, (lines, printed) in enumerate(zip(lines_of, rows_of, strict=True), start=1):
        if is_spaced:
            printed, columns = _spaced_rows(printed, lines, columns)
        for number, kind, begins, cells, line in printed:
            if kind is not grid or begins:
                close()
                grid = kind
            has_figures = has_figures or bool(_FIGURE.search(line)) or kind is not Grid.TEXT
            rows.append(
                Row(
                    page=page_number,
                    row_number=len(rows) + 1,
                    line_number=above + number + 1,
                    cells=tuple(cell.strip() for cell in cells),
                    text=line,
                )
            )
        above += len(lines)
    close()
    if not has_figures:
        raise DocumentProblem(
            Status.NO_TABLES,
            "The text prints no row of figures: it is no disclosure, or its forms are missing.",
            "text",
        )
    return Content("text", encoding, tuple(pages), tuple(tables))
