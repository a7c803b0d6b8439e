"""A scan gives the facts of the text that was scanned; what can't be read surely is listed."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support.documents.disclosures import EZHOU, KEY, Fact
from tests.support.typesetting.scan import Layout, draw, find_font, on_paper, pages_of
from tests.support.warehouses import BuildOnce, Share, Warehouse

pytestmark = pytest.mark.skipif(
    find_font() is None, reason="no font with Chinese characters: install fonts-noto-cjk"
)
DPI = 150
PAGES = pages_of(EZHOU.source(whole=False))
# The share of the amounts that must be placed: of a good scan and of one much pressed.
SCANS = {"scanned.pdf": 0.995, "scanned.tiff": 0.99}
# The form of which another scan is blotted, and the cells: figures, a code, a figure and its code.
FORM, STATEMENT = 5, "gpb_expenditure"
BLOTS = [(3, 3), (6, 2), (8, 3), (10, 2), (7, 0), (12, 0), (12, 2)]


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        grey = [draw(page, DPI, skew=0.4, noise=6) for page in PAGES]
        save(grey, folder / "scanned.pdf")
        save([pressed(page) for page in grey], folder / "scanned.tiff")
        cover, form = draw(PAGES[0], DPI), blotted(PAGES[FORM])
        cover.save(folder / "blotted.pdf", save_all=True, append_images=[form], resolution=DPI)

    return share("scans_folder", fill)


def pressed(page: Image.Image) -> Image.Image:
    """As copiers save space."""
    file = BytesIO()
    page.save(file, "JPEG", quality=25)
    return Image.open(file).convert("L")


def save(pages: list[Image.Image], file: Path) -> None:
    first, *others = pages
    first.save(file, save_all=True, append_images=others, dpi=(DPI, DPI), resolution=DPI)


def blotted(layout: Layout) -> Image.Image:
    """A scan on which a pen went up and down over some cells."""
    picture = draw(layout, DPI)
    pen = ImageDraw.Draw(picture)
    for cell in layout.cells:
        if cell.ruled in BLOTS:
            left, top, right, bottom = (edge * DPI / 72 for edge in cell.box)
            steps = range(round(left) + 3, round(right) - 3, 5)
            ups = [top + 3, bottom - 3]
            pen.line([(x, ups[n % 2]) for n, x in enumerate(steps)], fill=30, width=3)
    return picture


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("scans", [folder])


def facts_of(warehouse: Warehouse, file: Path) -> Counter[Fact]:
    return Counter(
        warehouse.query(
            f"select {', '.join((*KEY, 'amount'))} from fct_budget_line where document_id = ?",
            [warehouse.document_id(file)],
        )
    )


def listed(warehouse: Warehouse, file: Path) -> list[tuple[str, str, int]]:
    return warehouse.query(
        "select statement, reason_code, count(*) from dq_unplaced_amount where document_id = ?"
        " and bbox is not null group by all",
        [warehouse.document_id(file)],
    )


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_has_the_facts_of_its_text(warehouse: Warehouse, folder: Path, name: str) -> None:
    facts, expected = facts_of(warehouse, folder / name), EZHOU.expected_facts()
    assert not facts - expected, "facts that are wrong"
    assert facts.total() >= SCANS[name] * expected.total()
    unplaced = sum(count for *_, count in listed(warehouse, folder / name))
    assert facts.total() + unplaced == expected.total()


@pytest.mark.parametrize("name", SCANS)
def test_each_amount_of_a_scan_leads_to_its_place(
    warehouse: Warehouse, folder: Path, name: str
) -> None:
    found = warehouse.query(
        "select amount_text, page, bbox, confidence from fct_budget_line where document_id = ?",
        [warehouse.document_id(folder / name)],
    )
    for text, page, box, confidence in found:
        x, y = on_paper(PAGES[page - 1], box)
        [printed] = [
            cell
            for cell in PAGES[page - 1].cells
            if cell.box[0] < x < cell.box[2] and cell.box[1] < y < cell.box[3]
        ]
        assert text in printed.lines
        assert 0.5 <= confidence <= 1


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_says_that_it_is_one(warehouse: Warehouse, folder: Path, name: str) -> None:
    [document] = warehouse.query(
        "select format, pages, scanned_pages, fiscal_year, scope from dim_document"
        " where source_path = ?",
        [str(folder / name)],
    )
    pages = len(PAGES)
    assert document == (name.split(".")[-1], pages, pages, EZHOU.fiscal_year, "department")


def test_what_is_blotted_is_listed_and_no_figure_is_wrong(
    warehouse: Warehouse, folder: Path
) -> None:
    facts = facts_of(warehouse, folder / "blotted.pdf")
    expected = Counter(
        {fact: n for fact, n in EZHOU.expected_facts().items() if fact[0] == STATEMENT}
    )
    assert not facts - expected, "facts that are wrong"
    unplaced = listed(warehouse, folder / "blotted.pdf")
    assert facts.total() + sum(count for *_, count in unplaced) == expected.total()
    # Four figures; and three of each line whose code is blotted.
    assert sum(count for *_, count in unplaced) >= 10
