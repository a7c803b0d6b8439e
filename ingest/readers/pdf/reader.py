"""What is in a PDF: text, ruled and unruled tables of pages with a text layer, scans by OCR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import pypdfium2 as pdfium
from pdfminer.psexceptions import PSException
from pdfplumber.table import Table as RuledTable
from pdfplumber.utils.exceptions import PdfminerException
from PIL.Image import Image

from ingest.document import Content, DocumentProblem, Grid, Row, Status, Table
from ingest.readers.pdf import reference as pdf_reference
from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.cut_header import CutHeader, is_above, without_header
from ingest.readers.pdf.overlay import Overlays
from ingest.readers.pdf.page import PageContent, read_page
from ingest.readers.pdf.scanned import has_large_picture, is_scan, render
from ingest.readers.pdf.sheet import Sheets
from ingest.readers.tables.aligned import Block, aligned_blocks
from ingest.readers.tables.columns import AlignedColumns
from ingest.readers.tables.ruled import CellRow, long_rules, rows_of, ruled_tables
from ingest.readers.tables.ruled_parts import (
    Columns,
    apart,
    columns_of,
    row_between,
    with_common_columns,
)
from ingest.readers.tables.torn import AMOUNT, whole_rows
from ingest.readers.tables.words import lines_of, words_of

_MAX_PAGE = 20_000.0  # points: some 7 m, far beyond any paper
_EDGE = 1.0  # points: no printer prints so near to the edge
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
        overlays, sheets = Overlays(), Sheets()
        builder = _read_pages(document, _Builder(content, overlays, sheets))
        if overlays.is_late or sheets.is_late:
            overlays.again()
            builder = _read_pages(document, _Builder(content, overlays, sheets))
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
        tuple(builder.over),
    )


def _read_pages(document: pdfium.PdfDocument, builder: _Builder) -> _Builder:
    for number in range(len(document)):
        builder.add(document, number)
    builder.close()
    return builder


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


def _over_a_form(page: int) -> str:
    return f"Page {page} prints amounts aslant or over others, which were not read."


def _why(error: pdfium.PdfiumError) -> str:
    if "password" in str(error).lower():
        return "The PDF is encrypted: publish or save it without a password."
    return "The PDF is damaged and can't be opened: publish or copy it again."


class _Builder:
    """Gathers the tables of one page after the other; rows are numbered over the document."""

    def __init__(self, content: bytes, overlays: Overlays, sheets: Sheets) -> None:
        self._content = content
        self._overlays = overlays
        self._sheets = sheets
        self.pages: list[str] = []
        self.over: list[str] = []
        self.tables: list[Table] = []
        self.notes: list[str] = []
        self.scans: list[int] = []
        self.columns: dict[int, Columns] = {}
        self._cut: CutHeader | None = None
        self._lines = 0
        self._columns: AlignedColumns | None = None

    def add(self, document: pdfium.PdfDocument, number: int) -> None:
        """Read one page and append its tables; a damaged page is said, the others are read."""
        content = self._page_content(document, number)
        if content is None or content.width * content.height <= 0:
            self.close()
            self.notes.append(_damaged(number + 1))
            self.pages.append("")
            self.over.append("")
            return
        content = self._overlays.without(content)
        self.over.append(content.over)
        if AMOUNT.search(content.over):
            self.notes.append(_over_a_form(number + 1))
        if is_scan(content):
            self.close()
            self.scans.append(number + 1)
            self.pages.append("")
        else:
            self.pages.append(_text(content))
            for page in self._sheets.pages_on(content):
                self._add_parts(number, page)
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
        for _, grid, rows, columns in list(self._parts(number + 1, content)):
            is_cut = columns is not None and columns.right + content.left > content.width - _EDGE
            self._append(number + 1, grid, rows, content, is_cut)
            if columns is not None:
                self.columns[len(self.tables)] = columns.with_rest() if is_cut else columns

    def close(self) -> None:
        """A header that a page ends with is text if the next page has no rows for it."""
        if self._cut is not None:
            page, content, lines = self._cut.page, self._cut.content, self._cut.lines
            self._append(page, Grid.TEXT, _text_rows(lines), content)
            self._cut = None

    def _append(
        self,
        page: int,
        grid: Grid,
        rows: list[CellRow],
        content: PageContent,
        is_cut: bool = False,
    ) -> None:
        """Add a table; what its page cuts off at the right is a column that can't be read."""
        if is_cut:
            rows = [
                ((*cells, ""), (*boxes, (boxes[-1][2], boxes[-1][1], boxes[-1][2], boxes[-1][3])))
                for cells, boxes in rows
            ]
        if content.turned or content.left:
            rows = [(cells, tuple(map(content.as_shown, boxes))) for cells, boxes in rows]
        made = []
        separator = " " if grid is Grid.TEXT else "\t"
        for row_number, (cells, boxes) in enumerate(rows, start=1):
            self._lines += 1
            text = separator.join(cells)
            sure = (*[1.0] * (len(cells) - 1), 0.0) if is_cut else None
            made.append(Row(page, row_number, self._lines, cells, text, boxes, sure))
        self.tables.append(Table(len(self.tables) + 1, grid, tuple(made)))

    def _parts(self, page: int, content: PageContent) -> Iterator[_Part]:
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
            lines, within = lines_of(between), [y for y in rules if low < y < high]
            blocks = self._blocks(lines, within, content)
            if high == float("inf") and blocks and blocks[-1].columns is None:
                lines, header = without_header(blocks.pop().lines)
                blocks += [Block(lines, None)] if lines else []
                if header:
                    self._cut = CutHeader(page, content, header)
            parts += map(_part, blocks)
        yield from sorted(parts, key=lambda part: part[0])

    def _blocks(
        self, lines: list[list[Char]], rules: list[float], content: PageContent
    ) -> list[Block]:
        """The tables and texts of lines; a header that the page before cut is above the first."""
        cut = self._cut
        if cut is not None and lines and (above := cut.above(content)):
            blocks, columns = aligned_blocks([*above, *lines], None, rules)
            if blocks[0].columns is not None and blocks[0].header >= len(above):
                rows = cut.rows(blocks[0].rows())
                self._cut, self._columns = None, columns
                self._append(cut.page, Grid.ALIGNED, rows, cut.content)
                return blocks
        self.close()
        blocks, self._columns = aligned_blocks(lines, self._columns, rules)
        return blocks


def _text(content: PageContent) -> str:
    """The text of a page; not from its tables, so that what these lose is seen."""
    lines = map(words_of, lines_of(content.chars))
    return "\n".join(" ".join(word.text for word in line) for line in lines)


def _part(block: Block) -> _Part:
    if block.columns is None:
        return block.top, Grid.TEXT, _text_rows(block.lines), None
    rows = [row for row in block.rows() if not is_above(row[1])]
    return block.top, Grid.ALIGNED, rows, None


def _text_rows(lines: Iterable[list[Char]]) -> list[CellRow]:
    """The words of lines."""
    words = [words_of(line) for line in lines]
    return [(tuple(w.text for w in line), tuple(w.bbox for w in line)) for line in words]
