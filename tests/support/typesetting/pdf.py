"""Typeset a tab-separated sample disclosure as a PDF: ruled or unruled, on pages of A4.

Fonts are the PDF standard's own Chinese one (STSong-Light), which a viewer brings, so that nothing
has to be installed.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A3, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "STSong-Light"
_SIZE = 8
_WIDE = 13


def to_pdf(sample: Path, ruled: bool) -> bytes:
    """Typeset the lines of a sample: rows between tabs as tables, the others as paragraphs."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("text", fontName=FONT, fontSize=_SIZE + 2, leading=_SIZE + 6)
    story: list[Flowable] = []
    rows: list[list[str]] = []

    def close() -> None:
        if rows:
            story.append(_table(rows, ruled))
            story.append(PageBreak())
            rows.clear()

    for line in sample.read_text(encoding="utf-8").splitlines():
        if "\t" in line:
            rows.append(line.split("\t"))
        elif line.strip():
            close()
            story.append(Paragraph(line.replace("#", "").strip(), style))
    close()
    out = io.BytesIO()
    page = landscape(A3)
    SimpleDocTemplate(out, pagesize=page, leftMargin=30, rightMargin=30).build(story)
    return out.getvalue()


def _table(rows: list[list[str]], ruled: bool) -> Table:
    width = max(len(row) for row in rows)
    cells = [row + [""] * (width - len(row)) for row in rows]
    size = _SIZE if width < _WIDE else _SIZE / 2
    style = [
        ("FONT", (0, 0), (-1, -1), FONT, size, size * 1.4),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), size / 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), size),
    ]
    for column in range(width):
        if _is_figures([row[column] for row in cells]):
            style.append(("ALIGN", (column, 0), (column, -1), "RIGHT"))
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        style += _spans(cells)
    return Table(cells, style=TableStyle(style), repeatRows=0)


def _is_figures(column: list[str]) -> bool:
    filled = [cell for cell in column if cell.strip()]
    figures = [cell for cell in filled if cell.replace(",", "").replace(".", "").isdigit()]
    return len(figures) * 2 > len(filled)


def _spans(cells: list[list[str]]) -> list[tuple[object, ...]]:
    """Merge the header's cells: a blank one with a header below it with its left neighbour."""
    first = next(
        (n for n, row in enumerate(cells) if any("." in cell or cell.isdigit() for cell in row)), 0
    )
    spans: list[tuple[object, ...]] = []
    for number in range(first):
        column = 0
        while column < len(cells[number]):
            end = column
            if cells[number][column]:
                while (
                    end + 1 < len(cells[number])
                    and not cells[number][end + 1]
                    and any(cells[below][end + 1] for below in range(number + 1, first))
                ):
                    end += 1
            if end > column:
                spans.append(("SPAN", (column, number), (end, number)))
            column = end + 1
    return spans
