"""What is in plain text, Markdown and tab-separated text?

A line with a tab, or between bars (`| 201 | … |`), is a row of cells whose places are known. Any
other line is words between white space. A form feed begins a page. Rows of cells that stand
together without a blank line are one table.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ingest.document import Content, DocumentProblem, Grid, Row, Status, Table

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")
_BARS = re.compile(r"\|.*\|.*\|")
_PLAUSIBLE = 0.97


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


def _cells(line: str) -> tuple[Grid, list[str]]:
    if "\t" in line:
        return Grid.TAB, line.split("\t")
    if _BARS.fullmatch(line.strip()):
        return Grid.BAR, line.strip()[1:-1].split("|")
    return Grid.TEXT, line.split()


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
    text, encoding = decode(content)
    tables: list[Table] = []
    rows: list[Row] = []
    grid = Grid.TEXT
    has_figures = False

    def close() -> None:
        if rows:
            tables.append(Table(len(tables) + 1, grid, tuple(rows)))
            rows.clear()

    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    line_number = 0
    for page_number, page in enumerate(pages, start=1):
        lines = page.split("\n")
        if page_number < len(pages) and not lines[-1]:
            lines.pop()  # the form feed stands at the beginning of a line, not on one of its own
        for line in lines:
            line_number += 1
            if not line.strip():
                if grid is not Grid.TEXT:
                    close()
                continue
            kind, cells = _cells(line)
            if kind is not grid:
                close()
                grid = kind
            has_figures = has_figures or bool(_FIGURE.search(line)) or kind is not Grid.TEXT
            rows.append(
                Row(
                    page=page_number,
                    row_number=len(rows) + 1,
                    line_number=line_number,
                    cells=tuple(cell.strip() for cell in cells),
                    text=line.strip(),
                )
            )
    close()
    if not has_figures:
        raise DocumentProblem(
            Status.NO_TABLES,
            "The text prints no row of figures: it is no disclosure, or its forms are missing.",
            "text",
        )
    return Content("text", encoding, tuple(pages), tuple(tables))
