"""What stands in the cells of forms without lines between columns, as web pages print them.

Heads stand in the middle of their cells, figures at the right, names at the left.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Grid
from ingest.readers.pdf import reader as pdf
from tests.support.ingest.pdf_pages import Draw, document

EDGES = (40, 100, 260, 400, 550)
PITCH = 15.0
HEADS = ("编码", "名称", "合计", "项目支出")
DATA = (("208", "社会保障支出", "51.54", "0.00"), ("210", "卫生健康支出", "1,972.73", "250.59"))


def row(canvas: Canvas, y: float, cells: Sequence[str], edges: Sequence[float] = EDGES) -> None:
    for text, left, right in zip(cells, edges, edges[1:], strict=False):
        if text.replace(",", "").replace(".", "").isdigit() and "." in text:
            canvas.drawRightString(right - 5, y, text)
        else:
            canvas.drawString(left + 5, y, text)


def heads(canvas: Canvas, y: float, cells: Sequence[str], edges: Sequence[float] = EDGES) -> None:
    for text, left, right in zip(cells, edges, edges[1:], strict=False):
        canvas.drawCentredString((left + right) / 2, y, text)


def grids(*pages: Draw) -> list[list[tuple[str, ...]]]:
    content = pdf.read(document(*pages))
    return [[r.cells for r in t.rows] for t in content.tables if t.grid is Grid.ALIGNED]


def test_forms_below_each_other_have_columns_of_their_own() -> None:
    """The note and the title between them are in neither; the second form's columns cross them."""
    edges = (40, 180, 300, 420, 480, 550)
    lower = (
        ("一、教育支出", "1.00", "2.00", "3.00", "6.00"),
        ("二、科学支出", "0.00", "1.50", "0.25", "1.75"),
    )

    def draw(canvas: Canvas) -> None:
        heads(canvas, 800, HEADS)
        for number, cells in enumerate(DATA):
            row(canvas, 785 - PITCH * number, cells)
        canvas.drawString(40, 740, "注：本表反映部门本年度各项支出情况。")
        canvas.drawString(40, 715, "支出决算表")
        heads(canvas, 690, ("项目", "基本", "公用", "其他", "总计"), edges)
        for number, cells in enumerate(lower):
            row(canvas, 675 - PITCH * number, cells, edges)

    assert grids(draw) == [[HEADS, *DATA], [("项目", "基本", "公用", "其他", "总计"), *lower]]


def test_names_in_the_middle_of_their_rows_go_on_above_and_below_the_figures() -> None:
    last = ("221", "住房支出", "3.00", "0.50")

    def draw(canvas: Canvas) -> None:
        heads(canvas, 800, HEADS)
        y = 780.0
        for code, name, *figures in DATA:
            row(canvas, y + 6, ("", name[:3]))
            row(canvas, y, (code, "", *figures))
            row(canvas, y - 6, ("", name[3:]))
            y -= 12 + PITCH
        row(canvas, y, last)

    assert grids(draw) == [[HEADS, *DATA, last]]


def test_heads_of_merged_rows_and_columns_are_where_they_begin() -> None:
    """编码 is in the middle of two rows, 支出 over two columns with a line above the others."""

    edges = (40, 100, 260, 330, 400)

    def draw(canvas: Canvas) -> None:
        heads(canvas, 800, ("支出",), (260, 400))
        heads(canvas, 792, ("编码", "名称"), edges)
        heads(canvas, 785, ("", "", "合计", "项目支出"), edges)
        for number, cells in enumerate(DATA):
            row(canvas, 765 - PITCH * number, cells, edges)

    assert grids(draw) == [[("编码", "名称", "支出", ""), ("", "", "合计", "项目支出"), *DATA]]


def test_rows_without_figures_on_top_of_the_next_page_are_no_header() -> None:
    """The blank column of the last rows stays: else their figures would be a column off."""
    first = (("208", "社会保障支出", "51.54", "1.00"), ("209", "保险支出", "2.54", "0.00"))
    last = (
        ("210", "卫生支出", "", ""),
        ("211", "环保支出", "", "7.00"),
        ("212", "城乡支出", "", "8.00"),
    )

    def upper(canvas: Canvas) -> None:
        heads(canvas, 800, HEADS)
        for number, cells in enumerate(first):
            row(canvas, 785 - PITCH * number, cells)

    def lower(canvas: Canvas) -> None:
        for number, cells in enumerate(last):
            row(canvas, 800 - PITCH * number, cells)

    assert grids(upper, lower) == [[HEADS, *first], list(last)]


def test_a_header_that_a_page_break_cuts_from_its_rows_heads_them() -> None:
    """Its head of two lines is torn too: what stands on each page is a row there."""

    def upper(canvas: Canvas) -> None:
        canvas.drawString(40, 90, "支出决算表")
        heads(canvas, 60, ("科目", *HEADS[1:]))

    def lower(canvas: Canvas) -> None:
        heads(canvas, 800, ("编码",))
        for number, cells in enumerate(DATA):
            row(canvas, 785 - PITCH * number, cells)

    first, *others = pdf.read(document(upper, lower)).tables[1:]
    assert [(r.page, r.cells) for r in first.rows] == [(1, ("科目", *HEADS[1:]))]
    assert all(box[3] > 700 for r in first.rows for box in r.bboxes or ())
    assert [r.cells for found in others for r in found.rows] == [("编码", "", "", ""), *DATA]


def test_names_go_on_below_their_figures_where_all_lines_are_as_far_apart() -> None:
    """As Word prints them without space between rows: the cell's width says where a name ends."""
    names = ("行政事业单位养老支出", "卫生支出", "医疗保障管理事务", "住房保障")
    rows = [(f"20{n}", name, f"{n}.00", "0.00") for n, name in enumerate(names, start=1)]

    def draw(canvas: Canvas) -> None:
        heads(canvas, 800, HEADS)
        y = 785.0
        for code, name, *figures in rows:
            for start in range(0, len(name), 5):
                line = ("", name[start : start + 5])
                row(canvas, y, (code, line[1], *figures) if not start else line)
                y -= 11

    assert grids(draw) == [[HEADS, *rows]]


@pytest.mark.parametrize("gap", [2, 6, 9])
def test_names_hardly_a_gap_behind_figures_are_in_the_next_column(gap: float) -> None:
    lanes = (
        ("一、财政拨款收入", "1,234.56", "一、一般公共服务支出", "900.00"),
        ("二、上级补助收入", "", "二、教育支出", ""),
        ("三、事业收入", "65.44", "三、卫生健康支出", ""),
        ("本年收入合计", "1,300.00", "本年支出合计", "900.00"),
        ("", "", "年末结转和结余", "400.00"),
        ("总计", "1,300.00", "总计", "1,300.00"),
    )
    head = ("项目", "决算数", "项目", "决算数")

    def draw(canvas: Canvas) -> None:
        edges = (40, 180, 280, 420, 520)
        heads(canvas, 800, head, edges)
        for number, cells in enumerate(lanes):
            y = 785 - PITCH * number
            for at, text in zip((45, 280), cells[::2], strict=True):
                canvas.drawString(at, y, text)
            for at, text in zip((280 - gap, 520), cells[1::2], strict=True):
                canvas.drawRightString(at, y, text)

    assert grids(draw) == [[head, *lanes]]


def test_units_behind_figures_of_sentences_make_no_column() -> None:
    sentences = (
        "2023年度收入总计 1,320.00 万元，与上年相比增加。",
        "2023年度支出总计 1,320.00 万元，与上年相比减少。",
        "其中财政拨款支出 1,290.00 万元，主要用于人员。",
        "其中事业收入支出 1,064.00 万元，主要用于公用。",
    )

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(sentences):
            canvas.drawString(60, 700 - PITCH * number, text)

    assert grids(draw) == []
