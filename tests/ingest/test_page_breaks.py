"""What a page break, or a table of other columns that touches, leaves of a ruled form."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Grid
from ingest.readers.pdf import reader as pdf
from tests.support.ingest.pdf_pages import HEAD, HEIGHT, Draw, both, cells, document, table

LEFTS = (60, 110, 150, 190, 270, 350, 430, 510)
ROWS = (
    ("2080501", "", "", "行政单位离退休", "1,067.01", "690.14", "376.87"),
    ("2101103", "", "", "公务员医疗补助", "51.54", "51.54", ""),
)


def fine(rows: Sequence[Sequence[str]], top: float = 780) -> Draw:
    return table(rows, top=top, lefts=LEFTS)


def test_a_header_alone_at_the_foot_of_a_page_heads_the_columns_of_the_next() -> None:
    """It merges what the rows of the next page part: 类 款 项 and the name."""
    coarse = (60, 270, 350, 430, 510)
    foot = table([("项目", "合计", "基本支出", "项目支出")], top=100, lefts=coarse)
    content = pdf.read(document(foot, fine(ROWS)))
    assert cells(content) == [("项目", "", "", "", "合计", "基本支出", "项目支出"), *ROWS]


def test_the_outermost_cell_of_a_header_that_is_open_at_two_sides_is_closed() -> None:
    """No lines at the left and right, and none where the page ends: as web pages are printed."""
    lefts = (60, 150, 270, 350, 430)
    heads, rows = ("科目", "合计", "基本支出", "项目支出"), (("208", "3.00", "1.00", "2.00"),) * 2

    def draw(heads_or_rows: Sequence[Sequence[str]], top: float, is_cut: bool) -> Draw:
        def lines(canvas: Canvas) -> None:
            table(heads_or_rows, top, ruled=False, lefts=lefts)(canvas)
            for number in range(len(heads_or_rows) + 1 - is_cut):
                canvas.line(lefts[0], top - number * HEIGHT, lefts[-1], top - number * HEIGHT)
            for x in lefts[1:-1]:
                canvas.line(x, top, x, top - len(heads_or_rows) * HEIGHT)

        return lines

    content = pdf.read(document(draw([heads], 100, True), draw(rows, 780, False)))
    assert cells(content) == [heads, *rows]


def test_tables_of_other_columns_that_touch_are_two() -> None:
    other = (60, 125, 320, 400, 450, 510)
    below = (("2299999", "其他支出", "2.51", "", "2.51"), ("22999", "其他支出", "2.51", "", "2.51"))
    content = pdf.read(document(both(fine(ROWS), table(below, 780 - 2 * HEIGHT, lefts=other))))
    assert [tuple(row.cells for row in found.rows) for found in content.tables] == [ROWS, below]


def test_a_row_without_lines_between_two_parts_of_a_table_is_its_row() -> None:
    """Its figure is too wide for the column and goes on in a second line."""

    def between(canvas: Canvas) -> None:
        for x, y, text in ((64, 726, "合计"), (274, 726, "1,067."), (274, 714, "01")):
            canvas.drawString(x, y, text)

    draw = both(fine(ROWS[:1], 762), between, fine(ROWS[1:], 712))
    content = pdf.read(document(draw))
    assert cells(content, Grid.ALIGNED) == [("合计", "", "", "", "1,067.01", "", "")]
    assert cells(content) == list(ROWS)


def test_two_rows_without_lines_are_not_made_one() -> None:
    def between(canvas: Canvas) -> None:
        for x, y, text in ((64, 726, "合计"), (274, 726, "18"), (274, 714, "6")):
            canvas.drawString(x, y, text)

    content = pdf.read(document(both(fine(ROWS[:1], 762), between, fine(ROWS[1:], 712))))
    assert cells(content, Grid.ALIGNED) == []
    assert cells(content) == list(ROWS)


TORN = ("2101", "", "", "其他医疗", "80.6", "", "80.6")
REST = ("399", "", "", "救助支出", "6", "", "6")
WHOLE = ("2101399", "", "", "其他医疗救助支出", "80.66", "", "80.66")
CODES = ("20", "", "", "[21", "18", "", "18")
REST_OF_CODES = ("2001", "", "", "01506]医疗保障", "0", "", "0")


@pytest.mark.parametrize(
    ("upper", "lower", "rows"),
    [
        (TORN, REST, [WHOLE]),
        (CODES, REST_OF_CODES, [("202001", "", "", "[2101506]医疗保障", "180", "", "180")]),
        # Another line, whose figure happens to be short.
        (ROWS[1], REST, [ROWS[1], REST]),
        # A cell that begins on the next page is no rest.
        (TORN, (*REST[:5], "1", "6"), [TORN, (*REST[:5], "1", "6")]),
    ],
    ids=["figure", "bracket", "another line", "another cell"],
)
def test_a_row_that_a_page_break_tears_is_one(
    upper: tuple[str, ...], lower: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    content = pdf.read(document(fine((ROWS[0], upper), 140), fine((lower, ROWS[1]))))
    assert cells(content) == [ROWS[0], *rows, ROWS[1]]


def test_figures_without_decimals_are_not_joined_over_a_page_break() -> None:
    """18 and 6 may be a torn 186, or the figures of two lines."""
    upper, lower = ("2101", "", "", "甲", "18", "", ""), ("2102", "", "", "乙", "6", "", "")
    content = pdf.read(document(fine((ROWS[0], upper), 140), fine((lower, ROWS[1]))))
    assert cells(content) == [ROWS[0], upper, lower, ROWS[1]]


CODED = (
    ("205", "教育支出", "900.00", "700.00", "200.00"),
    ("20502", "普通教育", "900.00", "700.00", "200.00"),
    ("2050201", "学前教育", "900.00", "700.00", ""),
)
TOTAL = ("", "合计", "1,290.00", "1,090.00", "200.00")
ROW = ("208", "社会保障和就业支出", "201.00", "201.00", "")


def foot(canvas: Canvas) -> None:
    canvas.drawString(290, 30, "— 12 —")
    canvas.drawString(64, 815, "财政局2023年度部门决算")


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("208", "社会保", "201.00", "201.00", ""), ("", "障和就业支出", "", "", "")),
        (("208", "社会保障和就业支出", "", "", ""), ("", "", "201.00", "201.00", "")),
        (("208", "社会保障和就业支出", "201.00", "", ""), ("", "", "", "201.00", "")),
    ],
    ids=["name", "figures", "one figure"],
)
@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_with_cells_on_two_pages_is_one(
    upper: tuple[str, ...], lower: tuple[str, ...], repeated: bool
) -> None:
    head = [HEAD] if repeated else []
    pages = (
        both(foot, table((HEAD, TOTAL, *CODED, upper))),
        both(foot, table((*head, lower, *CODED))),
    )
    found = pdf.read(document(*pages))
    is_below = "201.00" not in upper
    between = [*head, ROW] if is_below else [ROW, *head]
    assert cells(found) == [HEAD, TOTAL, *CODED, *between, *CODED]
    (row,) = [row for t in found.tables for row in t.rows if row.cells == ROW]
    assert row.page == 1 + is_below


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        # The row of a total without a code, below one whose figures are blank.
        (("208", "社会保障和就业支出", "", "", ""), ("", "合计", "201.00", "201.00", "")),
        # Nothing says whose the figure is.
        (ROW, ("", "", "", "1.00", "")),
        # Rows without figures are usual here.
        (("", "一、本年支出", "", "", ""), ("", "二、结转下年", "", "", "")),
    ],
    ids=["total", "another figure", "blank rows"],
)
def test_what_may_be_a_row_of_its_own_is_one(
    upper: tuple[str, ...], lower: tuple[str, ...]
) -> None:
    pages = table((HEAD, *CODED, upper)), table((lower, *CODED))
    assert cells(pdf.read(document(*pages))) == [HEAD, *CODED, upper, lower, *CODED]
