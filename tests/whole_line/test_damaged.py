"""Two hundred damaged files among whole ones: a status for each, and nothing lost beside them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ingest.document import Status
from ingest.landing.files import files_of
from tests.support.damage import originals, variants
from tests.support.warehouses import BuildOnce, Share, Warehouse

# A picture's small form and a sheet's have other forms than the rest.
_SAME_FORMS = ("md", "html", "gbk.html", "docx", "xlsx", "ruled.pdf", "unruled.pdf")


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        files = originals(folder)
        for name, content in files.items():
            (folder / f"whole.{name}").write_bytes(content)
        for name, content in variants(files):
            (folder / name).write_bytes(content)

    return share("damaged_folder", fill)


@pytest.fixture(scope="session")
def damaged(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("damaged", [folder])


def test_each_file_has_a_status_and_each_problem_a_sentence(
    damaged: Warehouse, folder: Path
) -> None:
    rows = damaged.query("select source_path, status, problem from raw.document")
    assert {path for path, _, _ in rows} == {str(file.path) for file in files_of([folder])}
    assert len(rows) > 200
    defects = [row for row in rows if row[1] in (Status.CRASHED, Status.TIMEOUT)]
    assert defects == []
    assert [row for row in rows if row[1] != Status.LANDED and not row[2].endswith(".")] == []


def test_whole_files_are_landed_beside_them(damaged: Warehouse) -> None:
    rows = damaged.query(
        "select source_path, status from raw.document where source_path like '%/whole.%'"
        " and source_path not like '%.scan.pdf'"
    )
    assert len(rows) >= 9
    assert {status for _, status in rows} == {Status.LANDED}


def test_the_whole_files_give_the_facts_of_the_form(damaged: Warehouse, folder: Path) -> None:
    facts = {
        name: Counter(
            damaged.query(
                "select f.statement, f.item, f.function_code, f.measure, f.amount"
                " from fct_budget_line as f join dim_document as d using (document_id)"
                " where d.source_path = ?",
                [str(folder / f"whole.{name}")],
            )
        )
        for name in _SAME_FORMS
    }
    assert facts["md"].total() == 42  # counted in the form
    assert [name for name in _SAME_FORMS if facts[name] != facts["md"]] == []
