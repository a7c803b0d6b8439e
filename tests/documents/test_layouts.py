"""Disclosures of other places, years and templates give the facts that a reader finds in them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.documents.layout_defects import SLIPS, Slip
from tests.support.documents.layouts import LAYOUTS, Layout
from tests.support.typesetting import office as typeset
from tests.support.typesetting import pdf as pdf_samples
from tests.support.warehouses import BuildOnce, Share, Warehouse

TYPESETTERS = {
    "xlsx": typeset.to_workbook,
    "html": typeset.to_web,
    "ruled.pdf": partial(pdf_samples.to_pdf, ruled=True),
}
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
each_format = pytest.mark.parametrize("file_format", ["txt", *TYPESETTERS])


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for layout in LAYOUTS:
            text = folder / f"{layout.name}.txt"
            text.write_text("\n".join(layout.printed) + "\n", encoding="utf-8")
            for name, write in TYPESETTERS.items():
                (folder / f"{layout.name}.{name}").write_bytes(write(text))
        for slip in SLIPS:
            slip.write(folder)

    return share("layouts_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("layouts", [folder])


@each_format
@each_layout
def test_each_printed_amount_is_the_fact_that_people_read(
    warehouse: Warehouse, folder: Path, layout: Layout, file_format: str
) -> None:
    document_id = warehouse.document_id(folder / f"{layout.name}.{file_format}")
    found = layout.found_facts(warehouse, document_id)
    assert not found - layout.facts, "facts that are wrong, or that nothing printed accounts for"
    assert not layout.facts - found, "printed amounts that the fact lost"
    assert layout.found_unplaced(warehouse, document_id) == layout.unplaced


@each_format
@each_layout
def test_the_document_says_who_it_is(
    warehouse: Warehouse, folder: Path, layout: Layout, file_format: str
) -> None:
    [document] = warehouse.query(
        "select b.name, b.division_code, d.fiscal_year, d.stage, d.scope"
        " from dim_document as d left join dim_bureau as b on d.bureau_id = b.bureau_id"
        " where d.source_path = ?",
        [str(folder / f"{layout.name}.{file_format}")],
    )
    assert document == (
        layout.bureau, layout.division_code, layout.fiscal_year, layout.stage, layout.scope,
    )  # fmt: skip


@each_format
@each_layout
def test_a_form_is_filled_empty_or_missing(
    warehouse: Warehouse, folder: Path, layout: Layout, file_format: str
) -> None:
    found = dict(
        warehouse.query(
            "select statement, status from dim_statement_presence where document_id = ?",
            [warehouse.document_id(folder / f"{layout.name}.{file_format}")],
        )
    )
    assert layout.presence.items() <= found.items()


def test_no_figure_was_overlooked(warehouse: Warehouse) -> None:
    """Each was placed or listed for a reason of its own, none because a step lost sight of it."""
    assert (
        warehouse.query("select * from dq_unplaced_amount where reason_code = 'overlooked'") == []
    )


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_one_finding_says_what_slipped(warehouse: Warehouse, folder: Path, slip: Slip) -> None:
    [(kind, statement, cause, certain, amount_text, suggested, zh)] = warehouse.query(
        "select kind, statement, cause, is_certain, amount_text, suggested_amount, finding_zh"
        " from fct_finding where document_id = ? and kind not in ('form_missing', 'form_blank')",
        [warehouse.document_id(folder / f"slip_{slip.name}.txt")],
    )
    assert (kind, statement, cause) == (slip.kind, slip.statement, slip.cause)
    assert (certain, amount_text, suggested) == (True, slip.amount_text, slip.suggested)
    assert not [word for word in slip.words if word not in zh], zh
    assert slip.place[1] in zh
