"""Whether a disclosure comes as text, Excel, Word, web page or PDF, its facts are the same."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.support.documents.disclosures import EZHOU, KEY, QINGSHAN, Disclosure
from tests.support.typesetting import office as typeset
from tests.support.typesetting import pdf as pdf_samples
from tests.support.warehouses import BuildOnce, Share, Warehouse

TYPESETTERS = {
    "xlsx": typeset.to_workbook,
    "docx": typeset.to_word,
    "html": typeset.to_web,
    "ruled.pdf": partial(pdf_samples.to_pdf, ruled=True),
    "unruled.pdf": partial(pdf_samples.to_pdf, ruled=False),
}


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for disclosure in (EZHOU, QINGSHAN):
            for name, write in TYPESETTERS.items():
                file = folder / f"{disclosure.name}.{name}"
                file.write_bytes(write(disclosure.source(whole=False)))

    return share("formats_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("formats", [folder])


@pytest.mark.parametrize("disclosure", [EZHOU, QINGSHAN], ids=lambda disclosure: disclosure.name)
@pytest.mark.parametrize("file_format", TYPESETTERS)
def test_a_format_changes_no_fact(
    warehouse: Warehouse, folder: Path, disclosure: Disclosure, file_format: str
) -> None:
    document_id = warehouse.document_id(folder / f"{disclosure.name}.{file_format}")
    facts = warehouse.query(
        f"select {', '.join((*KEY, 'amount'))} from fct_budget_line where document_id = ?",
        [document_id],
    )
    assert Counter(facts) == disclosure.expected_facts()
    [(unplaced,)] = warehouse.query(
        "select count(*) from dq_unplaced_amount where document_id = ?", [document_id]
    )
    assert unplaced == 0


@pytest.mark.parametrize("disclosure", [EZHOU, QINGSHAN], ids=lambda disclosure: disclosure.name)
@pytest.mark.parametrize("file_format", TYPESETTERS)
def test_a_format_changes_nothing_about_the_document(
    warehouse: Warehouse, folder: Path, disclosure: Disclosure, file_format: str
) -> None:
    [row] = warehouse.query(
        "select b.name, b.division_code, d.fiscal_year, d.stage, d.format, d.title"
        " from dim_document as d join dim_bureau as b using (bureau_id) where d.source_path = ?",
        [str(folder / f"{disclosure.name}.{file_format}")],
    )
    *says, title = row
    bureau = (disclosure.bureau, disclosure.division_code)
    assert tuple(says) == (
        *bureau,
        disclosure.fiscal_year,
        disclosure.stage,
        file_format.split(".")[-1],
    )
    source = disclosure.source(whole=False).read_text(encoding="utf-8")
    assert "".join(title.split()) in "".join(source.split())
