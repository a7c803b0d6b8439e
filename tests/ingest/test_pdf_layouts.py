"""What stands in the cells of pages that programs and people lay out oddly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Box, Content, Grid
from ingest.readers.pdf import reader as pdf
from tests.support.ingest.pdf_pages import (
    HEAD,
    HEIGHT,
    LEFTS,
    ROWS,
    WHOLE,
    Draw,
    both,
    cells,
    document,
    table,
)
from tests.support.typesetting.__main__ import FORMS, part
from tests.support.typesetting.office import parse

PRINTED = sorted((Path(__file__).parent / "printed").glob("*.pdf"))


@pytest.mark.parametrize("file", PRINTED, ids=lambda file: file.stem)
def test_what_other_programs_print_is_read_as_it_was_written(file: Path, tmp_path: Path) -> None:
    source = tmp_path / "form.md"
    source.write_text(part(FORMS / "putuo_2024_final.md", (0, 5)), encoding="utf-8")
    [form] = parse(source).forms
    content = pdf.read(file.read_bytes())
    found = [row for found in content.tables if found.grid is not Grid.TEXT for row in found.rows]
    data = [row.cells for row in found if row.cells[2][:1].isdigit()]
    assert data == [row for row in form.rows if row[2][:1].isdigit()]
    header = ["".join(c) for c in zip(*(r.cells for r in found[: -len(data)]), strict=True)]
    assert header == ["项目功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    for row in found:
        assert row.bboxes is not None
        for cell, (left, top, right, bottom) in zip(row.cells, row.bboxes, strict=True):
            assert not cell or (left < right and top < bottom)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned(turn: int) -> None:
    """Its text stands upright on the paper that is turned, or was written turned to stand so."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
        canvas.rotate(turn)
        table(WHOLE, top=500)(canvas)

    shown = pdf.read(document(draw, turn=turn))
    assert cells(shown) == list(WHOLE)
    down = 842 if turn == 180 else 595
    assert is_about(total_of(shown), (130, down - 480, 270, down - 460))
    sideways = pdf.read(document(draw))
    assert cells(sideways) == list(WHOLE)
    place = {90: (115, 687, 135, 712), 180: (440, 460, 465, 480), 270: (460, 130, 480, 155)}
    assert is_about(total_of(sideways), place[turn])


def total_of(content: Content) -> Box:
    [row] = [row for found in content.tables for row in found.rows if "合计" in row.cells[1]]
    assert row.bboxes is not None
    return row.bboxes[1]


def is_about(box: Box, place: Box) -> bool:
    return place[0] <= box[0] < box[2] <= place[2] and place[1] <= box[1] < box[3] <= place[3]


def test_text_that_is_clipped_from_view_is_not_read() -> None:
    def clipped(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(LEFTS[2], 700, 80, 100)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(LEFTS[3] + 20, 780 - HEIGHT - 14, "999.99")

    assert cells(pdf.read(document(both(table(WHOLE), clipped)))) == list(WHOLE)


def test_fake_bold_and_white_lines_are_not_seen() -> None:
    def white(canvas: Canvas) -> None:
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.line(200, 800, 200, 700)
        canvas.line(60, 752, 510, 752)

    def again(canvas: Canvas) -> None:
        canvas.translate(0.3, 0)
        table(WHOLE, ruled=False)(canvas)

    assert cells(pdf.read(document(both(table(WHOLE), white, again)))) == list(WHOLE)


def rules(*pieces: tuple[float, float]) -> Draw:
    """The lines of the table, of each only some pieces: from where to where, in points."""

    def draw(canvas: Canvas) -> None:
        tops = [780 - HEIGHT * number for number in range(len(WHOLE) + 1)]
        lines = [((LEFTS[0], y), (LEFTS[-1], y)) for y in tops]
        lines += [((x, tops[0]), (x, tops[-1])) for x in LEFTS]
        for (x0, y0), (x1, y1) in lines:
            size = abs(x1 - x0) + abs(y1 - y0)
            for start, end in ((a, min(b, size)) for a, b in pieces if a < size):
                canvas.line(
                    x0 + (x1 - x0) * start / size, y0 + (y1 - y0) * start / size,
                    x0 + (x1 - x0) * end / size, y0 + (y1 - y0) * end / size,
                )  # fmt: skip

    return draw


@pytest.mark.parametrize(("dash", "gap"), [(1, 1.5), (6, 5), (15, 6)])
def test_dashed_lines_are_lines(dash: float, gap: float) -> None:
    pieces = [(n * (dash + gap), n * (dash + gap) + dash) for n in range(300)]
    assert cells(pdf.read(document(both(table(WHOLE, ruled=False), rules(*pieces))))) == list(WHOLE)


def test_a_cell_with_open_corners_is_where_its_row_and_column_meet() -> None:
    """The lines of each cell end before they meet, and those of the last one don't meet at all."""

    def draw(canvas: Canvas) -> None:
        table(WHOLE, ruled=False)(canvas)
        for number in range(len(WHOLE)):
            y = 780 - HEIGHT * (number + 1)
            for column, (x, right) in enumerate(pairwise(LEFTS)):
                off = 4 if number == len(WHOLE) - 1 and column == 1 else 1
                canvas.line(x + off, y, right - off, y)
                canvas.line(x + off, y + HEIGHT, right - off, y + HEIGHT)
                canvas.line(x, y + 1, x, y + HEIGHT - 1)
                canvas.line(right, y + 1, right, y + HEIGHT - 1)

    assert cells(pdf.read(document(draw))) == list(WHOLE)


def test_parts_of_a_table_in_one_frame_are_one_table() -> None:
    """A table style of Word's draws no lines between the columns of a header."""
    head, *rows = WHOLE

    def frame(canvas: Canvas) -> None:
        canvas.rect(LEFTS[0], 780 - 5 * HEIGHT, LEFTS[-1] - LEFTS[0], 5 * HEIGHT)
        canvas.drawString(LEFTS[0] + 4, 780 - 14, "支出决算表")
        canvas.line(LEFTS[0], 780 - HEIGHT, LEFTS[-1], 780 - HEIGHT)

    draw = both(frame, table([head], 780 - HEIGHT, ruled=False), table(rows, 780 - 2 * HEIGHT))
    assert cells(pdf.read(document(draw))) == [("支出决算表", "", "", "", ""), *WHOLE]


def test_a_figure_over_a_line_is_not_cut() -> None:
    def wide(canvas: Canvas) -> None:
        canvas.drawRightString(LEFTS[3] + 3, 780 - 2 * HEIGHT + 6, "1,067.01")

    rows = [[cell if cell != "1,067.01" else "" for cell in row] for row in WHOLE]
    assert cells(pdf.read(document(both(table(rows), wide)))) == list(WHOLE)


def test_the_ground_of_every_other_row_rules_no_table() -> None:
    rows = [("221", "住房保障支出", "2.00", "2.00", "")] * 3

    def bands(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        for number in range(1, 7, 2):
            for left, right in pairwise(LEFTS):
                y = 780 - HEIGHT * (number + 1)
                canvas.rect(left, y, right - left, HEIGHT, fill=1, stroke=0)
        canvas.setFillGray(0)

    content = pdf.read(document(both(bands, table([*WHOLE, *rows], ruled=False))))
    assert cells(content, Grid.ALIGNED) == [*WHOLE, *rows]


def test_what_the_page_cuts_off_at_the_right_is_a_column_that_cannot_be_read() -> None:
    lefts = (*LEFTS[:-1], 595)
    [found] = pdf.read(document(table(WHOLE, lefts=lefts))).tables
    assert [row.cells for row in found.rows] == [(*row, "") for row in WHOLE]
    assert [row.confidences for row in found.rows] == [(1.0,) * 5 + (0.0,)] * len(WHOLE)


def test_figures_off_their_line_and_written_apart_from_the_names() -> None:
    """One program writes all Chinese first, and figures on a slightly other baseline."""

    def draw(canvas: Canvas) -> None:
        table([["" if cell[:1].isdigit() else cell for cell in row] for row in WHOLE])(canvas)
        canvas.translate(0, 1.6)
        figures = [[cell if cell[:1].isdigit() else "" for cell in row] for row in WHOLE]
        table(figures, ruled=False)(canvas)

    assert cells(pdf.read(document(draw))) == list(WHOLE)

    def unruled(canvas: Canvas) -> None:
        table([["" if c[:1].isdigit() else c for c in row] for row in WHOLE], ruled=False)(canvas)
        canvas.translate(0, 1.6)
        table([[c if c[:1].isdigit() else "" for c in row] for row in WHOLE], ruled=False)(canvas)

    assert cells(pdf.read(document(unruled)), Grid.ALIGNED) == list(WHOLE)


def test_lines_of_a_cell_are_joined_and_spaced_names_kept_in_one_cell() -> None:
    rows = ((*HEAD[:1], "科 目 名 称", *HEAD[2:]), *ROWS)

    def draw(canvas: Canvas) -> None:
        table(rows[:2])(canvas)
        canvas.rect(LEFTS[0], 710, 450, 30)
        for left in LEFTS[1:-1]:
            canvas.line(left, 710, left, 740)
        for column, text in ((0, "208"), (2, "51.54"), (3, "51.54")):
            canvas.drawString(LEFTS[column] + 4, 722, text)
        canvas.drawString(LEFTS[1] + 4, 728, "社会保障和就")
        canvas.drawString(LEFTS[1] + 4, 716, "业支出")

    found = cells(pdf.read(document(draw)))
    assert [tuple(cell.replace(" ", "") for cell in row) for row in found] == list(WHOLE[:3])


def test_a_title_in_the_grid_and_stray_empty_rows_and_columns() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 780, 450, HEIGHT)
        canvas.drawString(240, 786, "支出决算表")
        table([HEAD, ("",) * 5, *ROWS], lefts=LEFTS)(canvas)
        canvas.rect(LEFTS[-1], 780 - 5 * HEIGHT, 30, 5 * HEIGHT)

    title, *rest = [
        tuple(cell for cell in row if cell) for row in cells(pdf.read(document(draw))) if any(row)
    ]
    assert title == ("支出决算表",)
    assert rest == [tuple(cell for cell in row if cell) for row in WHOLE]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("repeated", [True, False], ids=["header again", "header once"])
def test_a_form_goes_on_over_pages(ruled: bool, repeated: bool) -> None:
    """The last page has one row only, with a blank cell; a page number stands below."""
    grid = Grid.RULED if ruled else Grid.ALIGNED
    last = ("", "合计", "1,067.01", "", "376.87")

    def page(rows: Sequence[Sequence[str]], number: int) -> Draw:
        def foot(canvas: Canvas) -> None:
            canvas.drawCentredString(297, 40, f"— {number} —")

        return both(table(rows, ruled=ruled), foot)

    content = pdf.read(
        document(page((HEAD, *ROWS[1:]), 1), page((HEAD, last) if repeated else (last,), 2))
    )
    assert [row for row in cells(content, grid) if row != HEAD] == [*ROWS[1:], last]


def test_two_forms_on_a_page_and_text_between() -> None:
    def between(canvas: Canvas) -> None:
        canvas.drawString(60, 640, "注：本表反映支出情况。")

    content = pdf.read(document(both(table(WHOLE), between, table(WHOLE, top=600))))
    assert [found.grid for found in content.tables] == [Grid.RULED, Grid.TEXT, Grid.RULED]
    assert cells(content) == [*WHOLE, *WHOLE]


def test_two_lanes_beside_each_other() -> None:
    rows = (
        ("项目", "决算数", "项目", "决算数"),
        ("一、财政拨款", "1,064.50", "一、教育支出", "0.00"),
        ("二、其他收入", "2.51", "二、科学技术支出", "51.54"),
        ("", "", "三、卫生健康支出", "972.73"),
        ("本年收入合计", "1,067.01", "本年支出合计", "1,024.27"),
    )
    lefts = (60, 160, 280, 400, 510)
    assert cells(pdf.read(document(table(rows, lefts=lefts)))) == list(rows)
    content = pdf.read(document(table(rows, lefts=lefts, ruled=False)))
    assert cells(content, Grid.ALIGNED) == list(rows)
