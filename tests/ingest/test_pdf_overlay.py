"""What lies over a PDF's pages is none of their cells'; what is only pale or coloured is."""

from __future__ import annotations

import io
import math

import pypdfium2 as pdfium
import pytest
from reportlab.lib.colors import Color, black, grey, lightgrey, red, white
from reportlab.pdfgen.canvas import Canvas

from ingest import readers
from ingest.readers.pdf import reader as pdf
from tests.support.ingest.pdf_pages import (
    FONT,
    HEAD,
    ROWS,
    WHOLE,
    Draw,
    both,
    cells,
    document,
    table,
    turned,
)
from tests.support.warehouses import SAMPLES

NOTICE = "内部资料 2024-09-20 仅供公开"
FIGURES = [
    ("", "合计", "2,067.01", "1,690.14", "376.87"),
    ("201", "一般公共服务支出", "151.54", "151.54", ""),
    ("221", "住房保障支出", "1,915.47", "1,538.60", "376.87"),
]
OTHER = (HEAD, *FIGURES)


def written(
    text: str = NOTICE,
    x: float = 120,
    y: float = 700,
    angle: float = 0,
    size: float = 30,
    colour: Color = lightgrey,
    alpha: float = 1,
) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColor(colour)
        canvas.setFillAlpha(alpha)
        canvas.setFont(FONT, size)
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return draw


def tiled(angle: float, text: str = "公开 20", size: float = 8) -> Draw:
    places = [(x, y) for x in range(30, 560, 70) for y in range(100, 800, 17)]
    return both(*(written(text, x, y, angle, size) for x, y in places))


def as_form(draw: Draw) -> Draw:
    """Drawn as a form, which a page shows."""

    def show(canvas: Canvas) -> None:
        if not canvas.hasForm("over"):
            canvas.beginForm("over")
            draw(canvas)
            canvas.endForm()
        canvas.doForm("over")

    return show


def seal(canvas: Canvas) -> None:
    """A round seal: its name around, a number below, all in red."""
    for number, char in enumerate("武汉市江岸区财政局预算专用章"):
        turn = 200 - number * 17
        x, y = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        written(char, 400 + 50 * x, 740 + 50 * y, turn - 90, 11, red)(canvas)
    written("4201", 390, 745, 0, 8, red)(canvas)


OVER = {
    "aslant": written(angle=35, y=640),
    "a little aslant": written(angle=8, y=690),
    "steep": written(angle=80, x=300, y=600),
    "downwards": written(angle=-45, x=250, y=790),
    "dark and aslant": written(angle=45, y=640, colour=black),
    "tiled": tiled(45),
    "pale": written(),
    "pale and tiled": tiled(0),
    "thin": written(colour=black, alpha=0.15),
    "in red over figures": written("样本样本样本样本", 270, 733, size=26, colour=red),
    "as a form": as_form(written(angle=35, y=640)),
    "as a pale form": as_form(written()),
    "a seal": seal,
    "pale and turned": written(angle=90, x=300, y=600),
}


@pytest.mark.parametrize("over", OVER.values(), ids=OVER)
@pytest.mark.parametrize("first", [True, False], ids=["below", "above"])
def test_a_watermark_is_in_no_cell(over: Draw, first: bool) -> None:
    draws = (over, table(WHOLE)) if first else (table(WHOLE), over)
    found = readers.read(document(both(*draws)))
    assert cells(found) == list(WHOLE)
    assert len(found.tables) == 1
    assert all(row.page == 1 for row in found.tables[0].rows)
    assert found.over[0] and not found.notes


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_nor_on_pages_that_are_shown_turned(turn: int) -> None:
    page = both(tiled(30), table(WHOLE))
    assert cells(readers.read(turned(document(page), turn))) == list(WHOLE)


def test_nor_in_tables_without_lines() -> None:
    page = both(table(WHOLE, ruled=False), written(angle=30, y=640), tiled(-20))
    plain = readers.read(document(table(WHOLE, ruled=False)))
    assert [t.rows for t in readers.read(document(page)).tables] == [t.rows for t in plain.tables]


def test_what_is_at_one_place_on_all_pages_over_other_text_is_a_watermark() -> None:
    over = written("武汉市财政局公开", 150, 730, size=20, colour=black)
    pages = [both(table(rows), over) for rows in (WHOLE, OTHER, WHOLE[:3])]
    found = readers.read(document(*pages))
    assert cells(found) == [*WHOLE, *OTHER, *WHOLE[:3]]
    assert found.over == ("武汉市财政局公开",) * 3


def test_what_one_page_shows_to_be_a_watermark_is_one_on_a_page_before() -> None:
    cover = written("部门决算", 200, 500, size=24, colour=black)
    found = readers.read(document(both(cover, written(y=710)), both(table(WHOLE), written(y=710))))
    assert [row.text for row in found.tables[0].rows] == ["部门决算"]
    assert cells(found) == list(WHOLE)


def test_a_page_that_bears_a_watermark_alone_is_blank() -> None:
    found = readers.read(document(table(WHOLE), written(angle=40)))
    assert found.pages[1] == ""
    assert found.over == ("", NOTICE)


@pytest.mark.parametrize("name", ["tiled", "pale", "a seal"])
def test_a_published_document_under_a_watermark_reads_as_before(name: str) -> None:
    content = next(SAMPLES.glob("*社会工作部*.pdf")).read_bytes()
    target = io.BytesIO()
    with pdfium.PdfDocument(content) as written, pdfium.PdfDocument(document(OVER[name])) as over:
        form = over.page_as_xobject(0, written)
        for page in written:
            page.insert_obj(form.as_pageobject())
            page.gen_content()
        written.save(target)
    rows, before = (
        [row.cells for t in pdf.read(one).tables for row in t.rows]
        for one in (target.getvalue(), content)
    )
    assert rows == before


def coloured(colour: Color, draw: Draw) -> Draw:
    def show(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        draw(canvas)

    return show


def grounded(canvas: Canvas) -> None:
    """A head in white on blue, drawn in two pieces."""
    canvas.setFillColor(Color(0.1, 0.3, 0.6))
    for left, right in ((60, 130), (130, 510)):
        canvas.rect(left, 760, right - left, 20, stroke=0, fill=1)
    canvas.setFillColor(white)


LEGIT = {
    "all grey": coloured(lightgrey, table(WHOLE)),
    "grey figures": both(table([HEAD]), coloured(lightgrey, table(ROWS, 760))),
    "grey heads": both(coloured(grey, table([HEAD])), coloured(black, table(ROWS, 760))),
    "red figures": both(table(WHOLE[:2]), coloured(red, table(ROWS[1:], 740))),
    "white on blue": both(grounded, table([HEAD]), coloured(black, table(ROWS, 760))),
}


@pytest.mark.parametrize("page", LEGIT.values(), ids=LEGIT)
def test_pale_and_coloured_text_of_forms_is_read(page: Draw) -> None:
    found = readers.read(document(page))
    assert cells(found) == list(WHOLE)
    assert found.over == ("",)


def test_heads_that_are_on_each_page_are_read() -> None:
    long = (*HEAD[:2], "本年支出合计（含上年结转和结余）", *HEAD[3:])
    pages = [(long, *ROWS), (long, *FIGURES), (long, *ROWS)]
    found = readers.read(document(*map(table, pages)))
    assert found.over == ("", "", "")
    assert [row for row in cells(found) if row[2][:1].isdigit()] == [*ROWS, *FIGURES, *ROWS]


def test_amounts_written_aslant_are_said_to_be_unread() -> None:
    page = both(table(WHOLE), written("合计 1,234.56", 100, 300, 30, colour=black))
    (note,) = pdf.read(document(page)).notes
    assert "Page 1 prints amounts aslant" in note
