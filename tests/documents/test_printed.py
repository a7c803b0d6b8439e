"""What LibreOffice prints is read as the file, rows torn by page breaks and all, or listed."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.support.documents.disclosures import DONGXIHU, EZHOU, KEY, QINGSHAN, Disclosure
from tests.support.typesetting import office
from tests.support.typesetting.printed import by_libreoffice, ruled_word
from tests.support.warehouses import BuildOnce, Share, Warehouse

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: make tools"
)
PRINTED = (DONGXIHU, EZHOU, QINGSHAN)
# Styles of Word's: all cells ruled; lines between rows, and columns in every other row only.
GRID, LIST = "Table Grid", "Light List"
# A web page is ruled, but the page cuts off what is too wide for it.
UNRULED = {"docx": office.to_word, "xlsx": office.to_workbook, "html": office.to_web}


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for disclosure in PRINTED:
            for style in (GRID, LIST):
                printed = by_libreoffice(ruled_word(disclosure.source(whole=False), style), "docx")
                (folder / f"{disclosure.name} {style}.pdf").write_bytes(printed)
            for ending, write in UNRULED.items():
                printed = by_libreoffice(write(disclosure.source(whole=False)), ending)
                (folder / f"{disclosure.name} {ending}.pdf").write_bytes(printed)

    return share("printed_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("printed", [folder])


def facts_and_unplaced(warehouse: Warehouse, file: Path) -> tuple[Counter[tuple[object, ...]], int]:
    document_id = warehouse.document_id(file)
    facts = warehouse.query(
        f"select {', '.join((*KEY, 'amount'))} from fct_budget_line where document_id = ?",
        [document_id],
    )
    [(unplaced,)] = warehouse.query(
        "select count(*) from dq_unplaced_amount where document_id = ?", [document_id]
    )
    return Counter(facts), unplaced


@pytest.mark.parametrize("disclosure", PRINTED, ids=lambda disclosure: disclosure.name)
def test_every_amount_between_lines_is_read(
    warehouse: Warehouse, folder: Path, disclosure: Disclosure
) -> None:
    facts, unplaced = facts_and_unplaced(warehouse, folder / f"{disclosure.name} {GRID}.pdf")
    assert (facts, unplaced) == (disclosure.expected_facts(), 0)


@pytest.mark.parametrize("disclosure", PRINTED, ids=lambda disclosure: disclosure.name)
def test_no_amount_is_wrong_or_lost_where_lines_are_missing(
    warehouse: Warehouse, folder: Path, disclosure: Disclosure
) -> None:
    facts, unplaced = facts_and_unplaced(warehouse, folder / f"{disclosure.name} {LIST}.pdf")
    expected = disclosure.expected_facts()
    assert facts - expected == Counter()
    assert facts.total() + unplaced >= expected.total()
    assert facts.total() > 0.9 * expected.total()


@pytest.mark.parametrize("disclosure", PRINTED, ids=lambda disclosure: disclosure.name)
@pytest.mark.parametrize("ending", UNRULED)
def test_no_amount_is_wrong_where_there_are_no_lines(
    warehouse: Warehouse, folder: Path, disclosure: Disclosure, ending: str
) -> None:
    """Columns are too narrow for what is in them: names, codes and figures are torn, or cut off."""
    facts, _ = facts_and_unplaced(warehouse, folder / f"{disclosure.name} {ending}.pdf")
    assert facts - disclosure.expected_facts() == Counter()
