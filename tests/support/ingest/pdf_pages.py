"""Pages of PDFs with a small form, drawn cell by cell."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2 as pdfium
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Content, Grid

FONT, SIZE = "STSong-Light", 9
HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "1,067.01", "690.14", "376.87"),
    ("208", "社会保障和就业支出", "51.54", "51.54", ""),
    ("210", "卫生健康支出", "1,015.47", "638.60", "376.87"),
)
LEFTS = (60, 130, 270, 350, 430, 510)
WHOLE = (HEAD, *ROWS)
HEIGHT = 20
Draw = Callable[[Canvas], None]


def document(*pages: Draw, turn: int = 0) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return turned(target.getvalue(), turn)


def turned(content: bytes, turn: int) -> bytes:
    """The pages, shown turned by `turn` degrees clockwise."""
    if not turn:
        return content
    target = io.BytesIO()
    with pdfium.PdfDocument(content) as written:
        for page in written:
            page.set_rotation(turn)
        written.save(target)
    return target.getvalue()


def table(
    rows: Sequence[Sequence[str]],
    top: float = 780,
    ruled: bool = True,
    lefts: Sequence[int] = LEFTS,
) -> Draw:
    """A table whose cells are written from left to right."""

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            y = top - number * HEIGHT
            for column, text in enumerate(row):
                canvas.drawString(lefts[column] + 4, y - 14, text)
                if ruled:
                    canvas.rect(
                        lefts[column], y - HEIGHT, lefts[column + 1] - lefts[column], HEIGHT
                    )

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def cells(content: Content, grid: Grid = Grid.RULED) -> list[tuple[str, ...]]:
    return [row.cells for found in content.tables if found.grid is grid for row in found.rows]
