"""Several pages beside each other on one sheet are each read as a page."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Content, Grid
from ingest.readers.pdf import reader as pdf
from tests.support.ingest.pdf_pages import (
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

FIGURES = (
    ("", "合计", "2,067.01", "1,690.14", "376.87"),
    ("201", "一般公共服务支出", "151.54", "151.54", ""),
    ("221", "住房保障支出", "1,915.47", "1,538.60", "376.87"),
)
FORMS = {"支出决算表": (HEAD, *ROWS), "财政拨款支出决算表": (HEAD, *FIGURES)}


def form(title: str, rows: Sequence[Sequence[str]], ruled: bool = True) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(285, 800, title)
        canvas.drawString(64, 786, "部门：财政局")
        canvas.drawString(450, 786, "单位：万元")
        table(rows, ruled=ruled)(canvas)

    return draw


FIRST, SECOND = (form(*one) for one in FORMS.items())


def beside(*draws: Draw, width: float = 595) -> Draw:
    """Each drawn on its own part of the sheet."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((width * len(draws), 842))
        for number, one in enumerate(draws):
            canvas.saveState()
            canvas.translate(width * number, 0)
            one(canvas)
            canvas.restoreState()

    return draw


def stream(content: Content) -> list[str]:
    """All rows in reading order."""
    return [row.text.split("\t")[0] or row.cells[1] for t in content.tables for row in t.rows]


ONE_BELOW_THE_OTHER = stream(pdf.read(document(FIRST, SECOND)))


def header(canvas: Canvas) -> None:
    canvas.drawCentredString(595, 825, "财政局2023年度部门决算公开")
    canvas.drawCentredString(595, 30, "第 2 页")


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("turn", [0, 90])
def test_two_forms_beside_each_other_are_read_one_after_the_other(ruled: bool, turn: int) -> None:
    forms = [form(*one, ruled=ruled) for one in FORMS.items()]
    content = pdf.read(turned(document(beside(*forms)), turn))
    assert stream(content) == stream(pdf.read(document(*forms)))
    grid = Grid.RULED if ruled else Grid.ALIGNED
    assert [row for row in cells(content, grid) if row[2][:1].isdigit()] == [*ROWS, *FIGURES]


def test_a_line_over_and_a_line_under_all_of_them_are_the_sheets() -> None:
    content = pdf.read(document(both(beside(FIRST, SECOND), header)))
    first, *read, last = stream(content)
    assert (first, last) == ("财政局2023年度部门决算公开", "第2页")
    assert read == ONE_BELOW_THE_OTHER


def test_three_with_a_form_that_goes_on_in_the_next() -> None:
    longer = table(FIGURES, top=820)
    content = pdf.read(document(beside(FIRST, form("收入决算表", WHOLE), SECOND)))
    assert cells(content) == [*WHOLE, *WHOLE, HEAD, *FIGURES]
    content = pdf.read(document(beside(FIRST, longer)))
    assert cells(content) == [*WHOLE, *FIGURES]


def test_the_boxes_are_where_the_figures_stand() -> None:
    content = document(beside(FIRST, SECOND))
    (row,) = [row for t in pdf.read(content).tables for row in t.rows if row.cells[:1] == ("221",)]
    assert row.bboxes is not None
    x0, top, x1, bottom = row.bboxes[2]
    with pdfium.PdfDocument(content) as written:
        page = written[0]
        text = page.get_textpage().get_text_bounded(
            x0, page.get_height() - bottom, x1, page.get_height() - top
        )
    assert text.strip() == "1,915.47"


def test_two_lanes_under_one_title_are_one_form() -> None:
    lanes = [("收入", "1.00", "支出", "2.00"), ("本年收入", "3.00", "本年支出", "4.00")]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(285, 800, "财政局收入支出决算总表（本表反映部门本年度总收支）")
        for x, name in ((60, "收入"), (300, "支出")):
            canvas.drawString(x, 786, name)
            canvas.drawString(x, 772, "单位：万元")
        table(lanes, top=765, ruled=False, lefts=(60, 180, 300, 420, 510))(canvas)

    found = pdf.read(document(draw))
    assert [row for row in cells(found, Grid.ALIGNED) if row[1] in ("1.00", "3.00")] == lanes


@pytest.mark.parametrize("count", [2, 3])
def test_a_published_document_on_half_as_many_sheets_reads_as_before(count: int) -> None:
    """Pages of prose and forms beside each other too: one sheet shows how many pages all bear."""
    content = next(SAMPLES.glob("*社会工作部*.pdf")).read_bytes()
    target = io.BytesIO()
    with pdfium.PdfDocument(content) as written:
        width, height = written[0].get_size()
        sheets = raw.FPDF_ImportNPagesToOne(written.raw, count * width, height, count, 1)
        with pdfium.PdfDocument(sheets) as imposed:
            imposed.save(target)
    rows, before = (
        [row.cells for t in pdf.read(one).tables for row in t.rows]
        for one in (target.getvalue(), content)
    )
    assert rows == before
