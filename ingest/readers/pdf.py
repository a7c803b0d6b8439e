"""What is in a PDF: text, ruled and unruled tables of pages with a text layer, scans by OCR."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pypdfium2 as pdfium
from pdfminer.psexceptions import PSException
from pdfplumber.table import Table as RuledTable
from pdfplumber.utils.exceptions import PdfminerException
from PIL.Image import Image

from ingest.document import Content, DocumentProblem, Grid, Row, Status, Table
from ingest.readers import pdf_reference
from ingest.readers.aligned import aligned_blocks
from ingest.readers.columns import AlignedColumns
from ingest.readers.layout import lines_of, words_of
from ingest.readers.pdf_chars import Char
from ingest.readers.pdf_page import PageContent, read_page
from ingest.readers.pdf_scan import has_large_picture, is_scan, render
from ingest.readers.ruled import CellRow, long_rules, rows_of, ruled_tables
from ingest.readers.ruled_parts import Columns, apart, columns_of, row_between, with_common_columns
from ingest.readers.torn import whole_rows

_MAX_PAGE = 20_000.0  # points: some 7 m, far beyond any paper
_Part = tuple[float, Grid, list[CellRow], Columns | None]


def recognises(content: bytes) -> bool:
    """A PDF begins with its signature, or with little before it."""
    return b"%PDF-" in content[:1024]


def read(content: bytes) -> Content:
    """Return the pages and tables of a PDF but for those of its scans.

    Raises:
        DocumentProblem: `UNREADABLE`, encrypted or damaged; `NO_TABLES`, nothing printed.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise DocumentProblem(Status.UNREADABLE, _why(error), "pdf") from error
    with document:
        producer = document.get_metadata_dict().get("Producer", "")
        builder = _Builder(content)
        for number in range(len(document)):
            builder.add(document, number)
    if not builder.tables and not builder.scans:
        raise DocumentProblem(
            Status.NO_TABLES, "The PDF prints nothing: its pages are blank or lost.", "pdf"
        )
    return Content(
        "pdf",
        producer,
        tuple(builder.pages),
        tuple(whole_rows(with_common_columns(builder.tables, builder.columns))),
        tuple(builder.notes),
        tuple(builder.scans),
    )


def picture(content: bytes, page: int) -> tuple[Image, float]:
    """A page as it is shown, and its dots an inch.

    Raises:
        DocumentProblem: `UNREADABLE`, the page is damaged or a picture on it is too large.
    """
    try:
        with pdfium.PdfDocument(content) as document:
            return render(document[page - 1])
    except pdfium.PdfiumError as error:
        raise DocumentProblem(Status.UNREADABLE, _damaged(page), "pdf") from error


def _damaged(page: int) -> str:
    return f"Page {page} is damaged and was not read."


def _why(error: pdfium.PdfiumError) -> str:
    if "password" in str(error).lower():
        return "The PDF is encrypted: publish or save it without a password."
    return "The PDF is damaged and can't be opened: publish or copy it again."


class _Builder:
    """Gathers the tables of one page after the other; rows are numbered over the document."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.pages: list[str] = []
        self.tables: list[Table] = []
        self.notes: list[str] = []
        self.scans: list[int] = []
        self.columns: dict[int, Columns] = {}
        self._lines = 0
        self._columns: AlignedColumns | None = None

    def add(self, document: pdfium.PdfDocument, number: int) -> None:
        """Read one page and append its tables; a damaged page is said, the others are read."""
        content = self._page_content(document, number)
        if content is None or content.width * content.height <= 0:
            self.notes.append(_damaged(number + 1))
            self.pages.append("")
        elif is_scan(content):
            self.scans.append(number + 1)
            self.pages.append("")
        else:
            self._add_parts(number, content)
            if has_large_picture(content):
                self.notes.append(f"Page {number + 1} holds a picture that was not read.")

    def _page_content(self, document: pdfium.PdfDocument, number: int) -> PageContent | None:
        try:
            page = document[number]
        except pdfium.PdfiumError:
            try:
                return pdf_reference.read_page(self._content, number)
            except (PdfminerException, PSException, ValueError, IndexError):
                return None
        try:
            if max(page.get_size()) > _MAX_PAGE:
                raise DocumentProblem(
                    Status.UNREADABLE,
                    f"Page {number + 1} is larger than any paper: print the PDF again as A4.",
                    "pdf",
                )
            return read_page(page)
        finally:
            page.close()

    def _add_parts(self, number: int, content: PageContent) -> None:
        parts = list(self._parts(content))
        self.pages.append(
            "\n".join(" ".join(cells).strip() for _, _, rows, _ in parts for cells, _ in rows)
        )
        for _, grid, rows, columns in parts:
            if content.turned:
                rows = [(cells, tuple(map(content.as_shown, boxes))) for cells, boxes in rows]
            self._append(number + 1, grid, rows)
            if columns is not None:
                self.columns[len(self.tables)] = columns

    def _append(self, page: int, grid: Grid, rows: list[CellRow]) -> None:
        made = []
        separator = " " if grid is Grid.TEXT else "\t"
        for row_number, (cells, boxes) in enumerate(rows, start=1):
            self._lines += 1
            text = separator.join(cells)
            made.append(Row(page, row_number, self._lines, cells, text, boxes, None))
        self.tables.append(Table(len(self.tables) + 1, grid, tuple(made)))

    def _parts(self, content: PageContent) -> Iterator[_Part]:
        """The parts of a page from top to bottom: ruled tables, and what stands between them."""
        parts: list[_Part] = []
        rest = list(content.chars)
        above: RuledTable | None = None
        for table in chain.from_iterable(map(apart, ruled_tables(content.edges))):
            rows, used = rows_of(table, rest)
            if not any(any(cells) for cells, _ in rows) or len(rows) * len(rows[0][0]) < 2:
                continue
            parts.append((table.bbox[1], Grid.RULED, rows, columns_of(table)))
            rest = [char for char in rest if id(char) not in used]
            if above is not None:
                top, bottom = above.bbox[3], table.bbox[1]
                gap = [char for char in rest if top <= (char.top + char.bottom) / 2 < bottom]
                row = row_between(above, table, gap)
                if row is not None:
                    columns = max(columns_of(above), columns_of(table), key=lambda c: len(c.lefts))
                    parts.append((top, Grid.ALIGNED, [row], columns))
                    rest = [char for char in rest if char not in gap]
            above = table
        tops = sorted(part[0] for part in parts)
        rules = long_rules(content.edges)
        for low, high in zip([float("-inf"), *tops], [*tops, float("inf")], strict=True):
            between = [char for char in rest if low <= (char.top + char.bottom) / 2 < high]
            parts += self._between(between, [y for y in rules if low < y < high])
        yield from sorted(parts, key=lambda part: part[0])

    def _between(self, chars: list[Char], rules: list[float]) -> Iterator[_Part]:
        blocks, self._columns = aligned_blocks(lines_of(chars), self._columns, rules)
        for block in blocks:
            if block.columns is None:
                rows = []
                for line in block.lines:
                    words = words_of(line)
                    rows.append((tuple(w.text for w in words), tuple(w.bbox for w in words)))
                yield block.top, Grid.TEXT, rows, None
            else:
                yield block.top, Grid.ALIGNED, block.rows(), None
