"""However people arrange forms in a workbook, the facts are the same, or the amounts are listed."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.documents.disclosures import EZHOU, KEY
from tests.support.typesetting import office
from tests.support.warehouses import BuildOnce, Share, Warehouse

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def copied(source: Worksheet, target: Worksheet, down: int = 0, right: int = 0) -> None:
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                copy = target.cell(cell.row + down, cell.column + right, cell.value)
                copy.number_format = cell.number_format
    for area in source.merged_cells.ranges:
        target.merge_cells(
            start_row=area.min_row + down, end_row=area.max_row + down,
            start_column=area.min_col + right, end_column=area.max_col + right,
        )  # fmt: skip


def figures(book: Workbook) -> Iterator[Cell]:
    for sheet in book.worksheets:
        yield from (c for row in sheet.iter_rows() for c in row if isinstance(c.value, float))


def titled_by_sheets(book: Workbook) -> Workbook:
    """The titles stand nowhere but in the sheets' names."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=5):
            for cell in row:
                if re.search(r"[^\d]表(\(.*\))?$", str(cell.value or "")):
                    sheet.title = re.sub(r"^.+、|[\[\]:*?/\\]", "", str(cell.value))[:31]
                    cell.value = None
    return book


def in_one_sheet(book: Workbook) -> Workbook:
    """All forms below each other, off the corner, figures as texts, notes beside the numbering."""
    for cell in figures(book):
        text = f"{cell.value:,.2f}"
        cell.value = text.translate(FULL_WIDTH) if cell.row % 2 else f"￥ {text}"
    new = Workbook()
    down = 3
    for sheet in book.worksheets:
        sheet.cell(8, sheet.max_column + 2, "注：金额单位转换时可能存在尾差")
        copied(sheet, new.worksheets[0], down, 2)
        down += sheet.max_row + 2
    return new


def behind_contents(book: Workbook) -> Workbook:
    """A sheet lists the titles; another is a hidden draft with other figures."""
    contents = book.create_sheet("目录", 0)
    for number, sheet in enumerate(book.worksheets[1:], start=1):
        contents.append([number, sheet.title.partition(" ")[2]])
    draft = book.copy_worksheet(book.worksheets[2])
    draft.sheet_state = "hidden"
    for cell in (c for row in draft.iter_rows() for c in row if isinstance(c.value, float)):
        cell.value += 1
    return book


def side_by_side(book: Workbook) -> Workbook:
    """Two forms beside each other in each sheet."""
    new = Workbook()
    new.remove(new.worksheets[0])
    for left, right in zip_longest(book.worksheets[::2], book.worksheets[1::2]):
        sheet = new.create_sheet()
        copied(left, sheet)
        if right is not None:
            copied(right, sheet, right=left.max_column + 1)
    return new


SHAPES: tuple[Callable[[Workbook], Workbook], ...] = (
    titled_by_sheets, in_one_sheet, behind_contents, side_by_side,
)  # fmt: skip
# The forms read, and amounts as numbers: a text may be printed otherwise.
COLUMNS = tuple(column for column in KEY if column != "amount_text")


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for shape in SHAPES:
            book = openpyxl.load_workbook(io.BytesIO(office.to_workbook(EZHOU.source(whole=False))))
            shape(book).save(folder / f"{shape.__name__}.xlsx")

    return share("workbooks_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("workbooks", [folder])


def facts(warehouse: Warehouse, file: Path) -> Counter[tuple[object, ...]]:
    return Counter(
        warehouse.query(
            f"select {', '.join((*COLUMNS, 'amount'))} from fct_budget_line where document_id = ?",
            [warehouse.document_id(file)],
        )
    )


def expected() -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for (*key, _, amount), count in EZHOU.expected_facts().items():
        found[(*key, amount)] += count
    return found


@pytest.mark.parametrize("shape", SHAPES[:-1], ids=lambda shape: shape.__name__)
def test_every_amount_is_read(
    warehouse: Warehouse, folder: Path, shape: Callable[[Workbook], Workbook]
) -> None:
    assert facts(warehouse, folder / f"{shape.__name__}.xlsx") == expected()


def test_no_amount_of_forms_side_by_side_is_wrong_or_lost(
    warehouse: Warehouse, folder: Path
) -> None:
    file = folder / "side_by_side.xlsx"
    found = facts(warehouse, file)
    assert found - expected() == Counter()
    [(unplaced,)] = warehouse.query(
        "select count(*) from dq_unplaced_amount where document_id = ?",
        [warehouse.document_id(file)],
    )
    assert found.total() + unplaced >= expected().total()
