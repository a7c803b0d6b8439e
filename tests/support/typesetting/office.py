"""The forms of a tab-separated disclosure, typeset as people publish them: .xlsx, .docx, .html."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

# A sentence below a table is about it, as what begins so is.
_NOTE = re.compile(r"(注|备注|说明)[:：\d]|\d+[.、]|.+。$")
_MARKS = re.compile(r"^#+ |\*\*")
_DATA = re.compile(r"-?[\d,]+\.\d+|\d{3,7}|合计|[一二三四五六七八九十]+、.+")
_FIGURE = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)\.\d+|0|[1-9]\d?")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: where it begins, counted from 0, and how far it reaches."""

    row: int
    column: int
    height: int
    width: int


@dataclass(slots=True)
class Form:
    """One form: the lines above its grid, the grid with its headers, the notes below."""

    captions: list[str]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, printed in the grid's first row or above it; a part of a form has none."""
        first = [cell for cell in self.rows[0] if cell]
        lines = [*self.captions, *(first if len(first) == 1 else [])]
        return next((line for line in reversed(lines) if re.search(r"表(\(.*\))?$", line)), "")

    @property
    def width(self) -> int:
        return max(map(len, self.rows))

    @property
    def header_count(self) -> int:
        """How many rows stand above the first row of data; none if there is no such row."""
        for number, row in enumerate(self.rows):
            if any(map(_DATA.fullmatch, row)):
                return number
        return 0

    def spans(self) -> list[Span]:
        """Where a header's blank neighbours on the right and below belong to it."""
        spans: list[Span] = []
        taken: set[tuple[int, int]] = set()
        headers = [
            [*row, *[""] * (self.width - len(row))] for row in self.rows[: self.header_count]
        ]
        for r, row in enumerate(headers):
            for c, text in enumerate(row):
                if not text or (r, c) in taken:
                    continue
                width = 1
                while c + width < len(row) and not row[c + width] and (r, c + width) not in taken:
                    width += 1
                height = 1
                while r + height < len(headers) and not any(headers[r + height][c : c + width]):
                    height += 1
                places = {(r + y, c + x) for y in range(height) for x in range(width)}
                if len(places) > 1 and not places & taken:
                    spans.append(Span(r, c, height, width))
                taken |= places
        return spans


@dataclass(slots=True)
class Sample:
    """A disclosure's forms in order, and the lines behind the last of them."""

    forms: list[Form] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


def parse(document: Path) -> Sample:
    """Read a tab-separated disclosure."""
    sample = Sample()
    texts: list[str] = []
    in_grid = False
    for line in document.read_text(encoding="utf-8-sig").splitlines():
        if "\t" in line:
            if not in_grid:
                sample.forms.append(Form(texts))
                texts = []
            sample.forms[-1].rows.append(tuple(cell.strip() for cell in line.split("\t")))
            in_grid = True
            continue
        in_grid = False
        text = _MARKS.sub("", line).strip()
        if text and sample.forms and not texts and _NOTE.match(text):
            sample.forms[-1].notes.append(text)
        elif text:
            texts.append(text)
    sample.closing = texts
    return sample


def to_workbook(document: Path) -> bytes:
    """Typeset as .xlsx: a sheet a form, figures as numbers, headers merged."""
    sample = parse(document)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    next_row = 1
    width = 0
    for number, form in enumerate(sample.forms, start=1):
        # Behind a page break a form goes on: a worksheet has none.
        goes_on = not form.captions and form.width == width
        width = form.width
        if not goes_on:
            name = _NOT_IN_SHEET_NAMES.sub("", f"{number} {form.title}")[:31]
            sheet, next_row = book.create_sheet(name), 1
        next_row = _write_form(book.worksheets[-1], form, next_row)
    if sample.closing:
        sheet = book.create_sheet("说明")
        for line in sample.closing:
            sheet.append([line])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_form(sheet: Worksheet, form: Form, next_row: int) -> int:
    """Write a form from a row on, and return the row below it."""
    for caption in form.captions:
        sheet.cell(next_row, 1, caption)
        next_row += 1
    for offset, row in enumerate(form.rows):
        for column, text in enumerate(row, start=1):
            if text:
                _fill(sheet.cell(next_row + offset, column), text)
    for span in form.spans():
        top, left = next_row + span.row, 1 + span.column
        sheet.merge_cells(
            start_row=top, end_row=top + span.height - 1,
            start_column=left, end_column=left + span.width - 1,
        )  # fmt: skip
        sheet.cell(top, left).alignment = Alignment(horizontal="center")
    next_row += len(form.rows)
    for note in form.notes:
        sheet.cell(next_row, 1, note)
        next_row += 1
    return next_row


def _fill(cell: Cell, text: str) -> None:
    if not _FIGURE.fullmatch(text):
        cell.value = text
    elif "." not in text:
        cell.value = int(text)
    else:
        cell.value = float(text.replace(",", ""))
        decimals = "0" * len(text.partition(".")[2])
        parted = "," in text or abs(cell.value) < 1000
        cell.number_format = f"#,##0.{decimals}" if parted else f"0.{decimals}"


def to_word(document: Path) -> bytes:
    """Typeset as .docx: paragraphs and tables, each form on a page of its own."""
    sample = parse(document)
    word = docx.Document()
    for number, form in enumerate(sample.forms):
        if number and form.captions:
            word.add_page_break()
        for caption in form.captions:
            word.add_paragraph(caption)
        table = word.add_table(len(form.rows), form.width)
        cells = [row.cells for row in table.rows]
        for row, texts in zip(cells, form.rows, strict=True):
            for cell, text in zip(row, texts, strict=False):
                cell.text = text
        for span in form.spans():
            end = cells[span.row + span.height - 1][span.column + span.width - 1]
            merged = cells[span.row][span.column].merge(end)
            merged.text = form.rows[span.row][span.column]
        for note in form.notes:
            word.add_paragraph(note)
        word.add_paragraph()
    for line in sample.closing:
        word.add_paragraph(line)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def to_web(document: Path, encoding: str = "utf-8") -> bytes:
    """Typeset as .html: the page's frame is a table, the forms are tables within it."""
    sample = parse(document)
    lines = [
        "<!DOCTYPE html>",
        f'<html><head><meta charset="{encoding}"><title>公开</title></head><body>',
        "<table><tr><td>",
    ]
    for form in sample.forms:
        lines += [f"<p>{html.escape(caption)}</p>" for caption in form.captions]
        lines += ["<table border=1>", *web_rows(form), "</table>"]
        lines.append("<br>".join(map(html.escape, form.notes)))
    lines += [f"<p>{html.escape(line)}</p>" for line in sample.closing]
    lines += ["</td></tr></table></body></html>"]
    return "\n".join(lines).encode(encoding, "xmlcharrefreplace")


def web_rows(form: Form) -> Sequence[str]:
    """The rows of a form as rows of a web table, with its merged cells."""
    spans = {(span.row, span.column): span for span in form.spans()}
    covered = {
        (span.row + y, span.column + x)
        for span in spans.values()
        for y in range(span.height)
        for x in range(span.width)
    } - set(spans)
    rows = []
    for r, row in enumerate(form.rows):
        cells = []
        for c in range(form.width):
            if (r, c) not in covered:
                span = spans.get((r, c), Span(r, c, 1, 1))
                text = html.escape(row[c] if c < len(row) else "")
                cells.append(f'<td rowspan="{span.height}" colspan="{span.width}">{text}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return rows
