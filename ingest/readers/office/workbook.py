"""What is in an Excel workbook (.xlsx, .xls)? Each sheet's cells as the sheet shows them."""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

import openpyxl
import xlrd
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from ingest.document import Content, DocumentProblem, Status
from ingest.readers import package
from ingest.readers.office.number_format import CHINESE_FORMATS, shown
from ingest.readers.rows import Rows

# openpyxl takes a number that it doesn't know for General, and so a date for a figure.
BUILTIN_FORMATS.update(CHINESE_FORMATS)

_REMEDY = "open it in Excel or WPS and save it again as .xlsx"
_STRICT = b"http://purl.oclc.org/ooxml/"
_LOST_RESULT = re.compile(  # not of a formula whose result is an empty text
    rb"""<(?:\w+:)?c(?![^>]*\st="str")\s[^>]*>\s*
    <(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*
    (?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAYS_TO_1904 = 1462
_MAX_CHARACTERS = 20_000_000  # of all cells: one text of the file may be that of thousands


@dataclass(slots=True)
class _Sheet:
    """The texts of a sheet's cells by row and column, counted from 1."""

    name: str
    is_hidden: bool
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def recognises(content: bytes) -> bool:
    """A zip or an OLE file with a workbook, or of which nobody can tell what was in it."""
    streams = package.ole_streams(content) or frozenset()
    return (
        package.zip_holds(content, r"xl/workbook\.xml")
        or bool(streams & {"workbook", "book", "encryptedpackage"})
        or package.is_damaged(content)
    )


def read(content: bytes) -> Content:
    """Return a page and a table a sheet; what is hidden is left out and said in the notes.

    Raises:
        DocumentProblem: `UNREADABLE`, damaged, encrypted or hostile; `NO_TABLES`, no figures.
    """
    notes: list[str] = []
    if package.is_zip(content):
        parts = package.parts_of(content, "xlsx")
        notes += _lost_results(parts)
        rows, producer, sheets = Rows("xlsx"), package.producer_of(parts), _of_xlsx(content, parts)
    else:
        rows, producer, sheets = Rows("xls"), package.ole_producer(content), _of_xls(content)
    for page, sheet in enumerate(sheets, start=1):
        said = _hidden_parts(page, sheet)
        if not sheet.is_hidden:
            _add(rows, page, sheet)
        for note in said:
            rows.write(page, note)
        notes += said
    return rows.content(producer, notes)


def _add(rows: Rows, page: int, sheet: _Sheet) -> None:
    """Add a sheet's cells; a name in Chinese is a line above them where they don't print it."""
    cells = _visible_cells(sheet)
    name = _squeezed(sheet.name)
    is_printed = any(name in _squeezed(text) for text in set(cells.values()))
    if is_printed or not cells or name.isascii():
        rows.write(page, sheet.name)
    else:
        rows.add_line(page, sheet.name)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(cells.items()):
        by_row.setdefault(row, {})[column] = text
    columns = {column for _, column in cells}
    used = range(min(columns, default=1), max(columns, default=0) + 1)
    rows.add_grid(
        ((page, by_column) for by_column in by_row.values()),
        [column for column in used if column not in sheet.hidden_columns],
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _visible_cells(sheet: _Sheet) -> dict[tuple[int, int], str]:
    """The filled cells that show: of merged cells the first, even if the merging begins hidden."""
    cells = dict(sheet.cells)
    for top, left, bottom, right in sheet.merged:
        text = sheet.cells.get((top, left), "")
        if (bottom - top + 1) * (right - left + 1) < len(cells):
            within = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        else:
            within = [(r, c) for r, c in cells if top <= r <= bottom and left <= c <= right]
        for place in within:
            cells.pop(place, None)
        row = next((r for r in range(top, bottom + 1) if r not in sheet.hidden_rows), top)
        column = next((c for c in range(left, right + 1) if c not in sheet.hidden_columns), left)
        cells[row, column] = text
    return {
        (row, column): text
        for (row, column), text in cells.items()
        if text.strip() and row not in sheet.hidden_rows and column not in sheet.hidden_columns
    }


def _hidden_parts(number: int, sheet: _Sheet) -> list[str]:
    """Sentences that say what of a sheet is filled in and hidden."""
    where = f"Sheet {number} ({sheet.name})"
    if sheet.is_hidden:
        return [f"{where} is hidden and was not read."]
    filled = [place for place, text in sheet.cells.items() if text.strip()]
    rows = {row for row, _ in filled} & sheet.hidden_rows
    columns = {column for _, column in filled} & sheet.hidden_columns
    said = []
    if rows:
        said.append(f"{where}: hidden rows were not read: {_spans(rows, str)}.")
    if columns:
        said.append(f"{where}: hidden columns were not read: {_spans(columns, get_column_letter)}.")
    return said


def _spans(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(name(a) if a == b else f"{name(a)}-{name(b)}" for a, b in spans)


def _lost_results(parts: dict[str, bytes]) -> list[str]:
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    lost = sum(len(_LOST_RESULT.findall(part)) for part in sheets)
    if not lost:
        return []
    return [f"Formulas without a stored result were read as blank ({lost}): {_REMEDY}."]


def _of_xlsx(content: bytes, parts: dict[str, bytes]) -> Iterator[_Sheet]:
    if _STRICT in parts.get("xl/workbook.xml", b""):
        raise DocumentProblem(
            Status.UNREADABLE, f"The file is a Strict Open XML workbook: {_REMEDY}.", "xlsx"
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # of charts and rules that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except package.MALFORMED as error:
        raise package.damaged("xlsx", _REMEDY) from error
    written = 0
    for worksheet in map(book.__getitem__, book.sheetnames):
        sheet = _Sheet(worksheet.title, worksheet.sheet_state != "visible")
        if isinstance(worksheet, Worksheet):
            # Not iter_rows(): of a sheet with a cell far outside it makes all cells in between.
            for place, cell in worksheet._cells.items():
                if cell.value is not None:
                    written = _counted(written, cell.value, "xlsx")
                    sheet.cells[place] = _xlsx_text(cell.value, cell.number_format)
            sheet.merged += [
                (r.min_row, r.min_col, r.max_row, r.max_col) for r in worksheet.merged_cells.ranges
            ]
            sheet.hidden_rows |= {n for n, row in worksheet.row_dimensions.items() if row.hidden}
            for group in worksheet.column_dimensions.values():
                if group.hidden and group.min and group.max:
                    sheet.hidden_columns |= set(range(group.min, group.max + 1))
        yield sheet


def _counted(written: int, value: object, file_format: str) -> int:
    """How many characters the cells up to this one hold."""
    written += len(value) if isinstance(value, str) else 0
    if written > _MAX_CHARACTERS:
        raise DocumentProblem(
            Status.UNREADABLE,
            f"The cells hold more than {_MAX_CHARACTERS:,} characters, as no disclosure does: "
            "delete the cells with long texts and save it again.",
            file_format,
        )
    return written


def _xlsx_text(value: object, code: str) -> str:
    if isinstance(value, str):
        return shown(_ESCAPED.sub(_unescaped, value), code)
    if isinstance(value, date | time | timedelta):
        value = to_excel(value)
    return _number_text(value, code)


def _unescaped(found: re.Match[str]) -> str:
    """A character that XML can't hold; half of one is none."""
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _number_text(value: object, code: str) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, int | float) or not math.isfinite(value):
        return "#NUM!"
    return shown(Decimal(repr(value)), code)


def _of_xls(content: bytes) -> Iterator[_Sheet]:
    if "encryptedpackage" in (package.ole_streams(content) or ()):
        raise package.encrypted("ole")
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except (*package.MALFORMED, XLRDError, CompDocError) as error:
        if "encrypted" in str(error):
            raise package.encrypted("xls") from error
        raise package.damaged("xls", _REMEDY) from error
    written = 0
    for worksheet in book.sheets():
        sheet = _Sheet(worksheet.name, worksheet.visibility != 0)
        for row in range(worksheet.nrows):
            for column, cell in enumerate(worksheet.row(row)):
                written = _counted(written, cell.value, "xls")
                sheet.cells[row + 1, column + 1] = _xls_text(book, cell)
        sheet.merged += [(r1 + 1, c1 + 1, r2, c2) for r1, r2, c1, c2 in worksheet.merged_cells]
        sheet.hidden_rows |= {n + 1 for n, row in worksheet.rowinfo_map.items() if row.hidden}
        sheet.hidden_columns |= {n + 1 for n, col in worksheet.colinfo_map.items() if col.hidden}
        yield sheet


def _xls_text(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#VALUE!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _number_text(bool(value), "")
    key = book.xf_list[cell.xf_index or 0].format_key
    code = CHINESE_FORMATS.get(key) or book.format_map[key].format_str or "General"
    if isinstance(value, str):  # a blank cell's is empty
        return shown(value, code)
    is_of_1904 = book.datemode == 1 and cell.ctype == xlrd.XL_CELL_DATE
    return _number_text(value + (_DAYS_TO_1904 if is_of_1904 else 0), code)
