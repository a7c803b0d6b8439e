"""A scanned form is read cell by cell; what can't be read is said, never guessed silently."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest import readers
from ingest.document import DocumentProblem, Grid, Row, ScannedPage, Status, Table
from ingest.readers.scan.engine import Engine, Reading
from ingest.readers.scan.lines import read_lines
from ingest.readers.scan.picture import ink_of
from ingest.readers.scan.print import Print
from ingest.readers.scan.reader import read_page
from ingest.readers.scan.rules import ruled_grids
from ingest.readers.scan.upright import skew_of
from ingest.readers.text import plain as text
from tests.support.typesetting.scan import (
    Form,
    draw,
    find_font,
    lay_out,
    on_paper,
    ruled_rows,
    to_scan,
)
from tests.support.warehouses import SAMPLES

DPI = 150
needs_font = pytest.mark.skipif(
    find_font() is None, reason="no font with Chinese characters: install fonts-noto-cjk"
)


def forms() -> list[Form]:
    sample = next(SAMPLES.glob("*2022年度部门决算.md")).read_bytes()
    tables = [table for table in text.read(sample).tables if table.grid is Grid.TAB]
    return [[row.cells for row in table.rows] for table in tables]


FORMS = forms()
SPENDING, FUND, RECEPTION = FORMS[4], FORMS[6], FORMS[8]


@pytest.fixture(scope="module")
def scanned() -> Callable[[Form], ScannedPage]:
    """Forms scanned and read, each once."""
    known: dict[int, ScannedPage] = {}

    def page(form: Form) -> ScannedPage:
        if id(form) not in known:
            known[id(form)] = read_page(to_scan([form], DPI)[0], 1, DPI)
        return known[id(form)]

    return page


def ruled(tables: Sequence[Table]) -> Table:
    (table,) = (table for table in tables if table.grid is Grid.RULED)
    return table


def without_spaces(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[cell.replace(" ", "") for cell in row] for row in rows]


def cells_of(page: ScannedPage) -> list[list[str]]:
    return without_spaces([row.cells for row in ruled(page.tables).rows])


def printed(form: Form) -> list[list[str]]:
    return without_spaces([form[number] for number in ruled_rows(form)])


def in_file(picture: Image.Image, file_format: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, file_format, dpi=(DPI, DPI), **options)
    return target.getvalue()


def problem_of(content: bytes) -> DocumentProblem:
    with pytest.raises(DocumentProblem) as caught:
        readers.read(content)
    return caught.value


@needs_font
@pytest.mark.parametrize("form", [SPENDING, FUND, RECEPTION], ids=lambda form: form[0][0])
def test_cells_between_lines_are_those_of_the_form(
    form: Form, scanned: Callable[[Form], ScannedPage]
) -> None:
    page = scanned(form)
    assert cells_of(page) == printed(form)
    assert form[0][0] in page.text


@needs_font
def test_figures_are_read_surely(scanned: Callable[[Form], ScannedPage]) -> None:
    for row in ruled(scanned(SPENDING).tables).rows:
        assert min(row.confidences or ()) > 0.5


@needs_font
def test_lines_are_numbered_in_reading_order(scanned: Callable[[Form], ScannedPage]) -> None:
    tables = scanned(FUND).tables
    rows = list(chain.from_iterable(table.rows for table in tables))
    assert [table.grid for table in tables] == [Grid.TEXT, Grid.RULED, Grid.TEXT]
    assert [row.line_number for row in rows] == list(range(1, len(rows) + 1))
    tops = [row.bboxes[0][1] for row in rows if row.bboxes]
    assert tops == sorted(tops)
    assert rows[-1].text.startswith("注")


@needs_font
def test_a_cells_box_lies_on_its_print(scanned: Callable[[Form], ScannedPage]) -> None:
    table, layout = ruled(scanned(SPENDING).tables), lay_out(SPENDING)
    cells = {cell.ruled: cell for cell in layout.cells}
    for row, column in ((4, 2), (9, 3), (18, 1)):
        box = box_of(table.rows[row], column)
        left, top, right, bottom = cells[row, column].box
        x, y = on_paper(layout, box)
        assert left < x < right
        assert y == pytest.approx((top + bottom) / 2, abs=2)
        assert (bottom - top) / 4 < box[3] - box[1] < bottom - top
        assert box[2] - box[0] < right - left


def box_of(row: Row, column: int) -> tuple[float, float, float, float]:
    assert row.bboxes is not None
    return row.bboxes[column]


@needs_font
def test_blank_cells_stay_blank_sure_and_where_they_are(
    scanned: Callable[[Form], ScannedPage],
) -> None:
    last = ruled(scanned(FUND).tables).rows[-1]
    assert last.cells == ("合计", *[""] * 7)
    assert (last.confidences or ())[2:] == (1.0,) * 6
    layout = lay_out(FUND)
    cells = {cell.ruled: cell for cell in layout.cells}
    for column in range(2, 8):
        left, top, right, bottom = cells[3, column].box
        middle = ((left + right) / 2, (top + bottom) / 2)
        assert on_paper(layout, box_of(last, column)) == pytest.approx(middle, abs=1.5)


@needs_font
@pytest.mark.parametrize("angle", [-3.0, 0.0, 0.4, 2.2])
def test_the_skew_is_measured(angle: float) -> None:
    picture = draw(lay_out(FUND), DPI, skew=angle, noise=6)
    assert skew_of(ink_of(np.asarray(picture), DPI)) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize("seed", [*range(10), 331, 476, 494, 520])
def test_bars_in_disorder_are_grids_of_cells_or_none(seed: int) -> None:
    """A picture's dark bars can look like lines of which none parts two cells."""
    chance = np.random.default_rng(seed)
    ink = np.zeros((300, 300), np.uint8)
    for _ in range(chance.integers(4, 14)):
        x, y = chance.integers(0, 280, 2)
        thick, long = chance.integers(1, 30), chance.integers(30, 250)
        width, height = (long, thick) if chance.random() < 0.5 else (thick, long)
        ink[y : y + height, x : x + width] = 1
    for grid in ruled_grids(ink, 100.0)[0]:
        assert len(grid.cells) > 1
        assert all(x0 < x1 and top < bottom for x0, top, x1, bottom in (c.box for c in grid.cells))


@needs_font
@pytest.mark.parametrize(
    "turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270]
)
def test_a_page_laid_on_the_scanner_askew_is_turned_upright(turn: Image.Transpose) -> None:
    page = read_page(to_scan([FUND], DPI)[0].transpose(turn), 1, DPI)
    assert cells_of(page) == printed(FUND)


@needs_font
def test_the_print_under_a_red_seal_is_read() -> None:
    picture = to_scan([FUND], DPI)[0].convert("RGB")
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.ellipse((250, 150, 520, 420), outline=(220, 30, 30, 150), width=8)
    assert cells_of(read_page(picture, 1, DPI)) == printed(FUND)


@needs_font
def test_columns_without_lines_are_found_where_figures_stand_below_each_other() -> None:
    layout = lay_out(SPENDING)
    bare = replace(layout, cells=tuple(replace(cell, ruled=None) for cell in layout.cells))
    page = read_page(draw(bare, DPI, 0.4, 6), 1, DPI)
    (table,) = (table for table in page.tables if table.grid is Grid.ALIGNED)
    figures = [list(row.cells[-3:]) for row in table.rows if row.cells[0].startswith("210")]
    assert figures == [row[-3:] for row in printed(SPENDING) if row[0].startswith("210")]


@needs_font
def test_the_pages_of_a_tiff_are_one_document() -> None:
    (page,) = to_scan([FUND], DPI)
    content = in_file(page, "TIFF", save_all=True, append_images=[page], software="a scanner")
    found = readers.read(content)
    rows = list(chain.from_iterable(table.rows for table in found.tables))
    assert (found.format, found.producer, len(found.pages)) == ("tiff", "a scanner", 2)
    assert [row.page for row in rows] == sorted([1, 2] * (len(rows) // 2))
    assert [row.line_number for row in rows] == list(range(1, len(rows) + 1))
    assert [table.table_number for table in found.tables] == list(range(1, 7))
    cut = readers.read(content[: len(content) * 3 // 4])
    assert cut.notes == ("Page 2 is damaged or cut off: copy or scan it again.",)
    assert cut.tables == found.tables[:3]


@needs_font
def test_a_tiff_whose_further_pages_are_cut_off_says_so() -> None:
    content = bytearray(in_file(to_scan([FUND], DPI)[0], "TIFF"))
    (first,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * entries, len(content) + 8)
    found = readers.read(bytes(content))
    assert found.notes == ("The picture is cut off: what follows page 1 is lost.",)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.01, 0.5])
def test_a_picture_that_is_cut_off_is_unreadable(file_format: str, share: float) -> None:
    grain = np.random.default_rng(0).integers(0, 255, (300, 300), dtype=np.uint8)
    content = in_file(Image.fromarray(grain), file_format)
    problem = problem_of(content[: int(len(content) * share)])
    assert problem.status is Status.UNREADABLE
    assert "cut off" in problem.message


@pytest.mark.parametrize("size", [(11_000, 10_000), (20_000, 20_000)])
def test_a_picture_that_unpacks_to_gigabytes_is_refused(size: tuple[int, int]) -> None:
    problem = problem_of(in_file(Image.new("1", size), "PNG"))
    assert problem.status is Status.UNREADABLE
    assert "100 million" in problem.message


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (1240, 1754)])
def test_a_picture_without_text_has_no_tables(size: tuple[int, int]) -> None:
    assert problem_of(in_file(Image.new("L", size, 255), "PNG")).status is Status.NO_TABLES


@dataclass
class Answers:
    """An engine that gives these readings, one after the other."""

    readings: Iterator[Reading]

    def read(self, lines: Sequence[object]) -> list[Reading]:
        return [next(self.readings) for _ in lines]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("1,064.50", 0.9), ("1,064.50", 0.8)], ("1,064.50", 0.8)),
        ([("0.00", 0.9), ("8.00", 0.9), ("0.00", 0.9)], ("0.00", 0.5)),
        ([("0.00", 0.9), ("8.00", 0.95), ("6.00", 0.2)], ("8.00", 0.2)),
        ([("1.064.50", 0.9), ("1.064.50", 0.9), ("1,064.50", 0.9)], ("1.064.50", 0.5)),
        ([("", 0.0), ("", 0.0), ("7", 0.9)], ("7", 0.0)),
        ([("合计", 0.9)], ("合计", 0.9)),
    ],
    ids=["alike", "differing", "all differing", "as no one writes", "at last", "words"],
)
def test_a_figure_is_sure_only_if_read_twice_alike(
    answers: list[tuple[str, float]], expected: tuple[str, float]
) -> None:
    engine: Engine = Answers(Reading(*answer) for answer in answers)  # type: ignore[assignment]
    blank = np.full((40, 80), 255, dtype=np.uint8)
    page = Print(blank, blank * 0, speck=3.0, height=12.0)
    (reading,) = read_lines(engine, page, [((20, 10, 60, 22), (0, 0, 80, 40))])
    assert (reading.text, reading.score) == expected
