"""A document that breaks a check of the warehouse's own costs itself only, and is named first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_publishing import NOT_OF_THE_PROJECT

from tests.support.warehouses import ROOT, SAMPLES, Share, Warehouse

# Faults put into the project, of one document each: a title twice, a reader that raises, and a
# finding that only shows when all is built.
_TWICE = """
union all
select row_id, document_id, position, text, statement, kind
from titles
where document_id = '{document_id}'
"""
_RAISES = """        form = printed[0]
        if form["document_id"] == "{document_id}":
            raise ValueError("an odd row")
"""
_LATE = """
select document_id, line_id from {{{{ ref('fct_budget_line') }}}}
where document_id = '{document_id}'
"""
_DOCUMENTS = sorted(
    file
    for file in SAMPLES.iterdir()
    if file.suffix in (".txt", ".md", ".docx", ".xlsx") and file.stem != "README"
)


@dataclass(frozen=True, slots=True)
class Broken:
    """The documents that are made to break a check, and the check."""

    twice: str
    raises: str
    late: str

    @property
    def checks(self) -> dict[str, str]:
        return {
            self.twice: "unique_int_title_row_id",
            self.raises: "int_text_token",
            self.late: "late",
        }


@pytest.fixture(scope="session")
def broken(samples: Warehouse) -> Broken:
    ids = [samples.document_id(file) for file in _DOCUMENTS]
    [(raises,)] = samples.query(
        "select min(document_id) from intermediate.int_text_token"
        " where document_id in (select unnest(?))",
        [ids],
    )
    twice, late, *_ = (one for one in ids if one != raises)
    return Broken(twice, raises, late)


@pytest.fixture(scope="session")
def warehouse(samples: Warehouse, broken: Broken, share: Share) -> Warehouse:
    """What `gongkai build` makes of them; `said` is what it printed."""

    def build(folder: Path) -> None:
        project = folder / "project"
        shutil.copytree(ROOT, project, ignore=NOT_OF_THE_PROJECT)
        titles = project / "models/intermediate/forms/int_title.sql"
        with titles.open("a", encoding="utf-8") as title:
            title.write(_TWICE.format(document_id=broken.twice))
        reader = project / "inference/words/tokens.py"
        text = reader.read_text(encoding="utf-8")
        raises = _RAISES.format(document_id=broken.raises)
        reader.write_text(text.replace("        form = printed[0]\n", raises), "utf-8")
        late = _LATE.format(document_id=broken.late)
        (project / "tests/dbt/late.sql").write_text(late, encoding="utf-8")
        shutil.copytree(samples.landing, folder / "landing")
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DBT_"))
        } | {
            "GONGKAI_WAREHOUSE": str(folder / "published" / "gongkai.duckdb"),
            "GONGKAI_LANDING": str(folder / "landing"),
            "GONGKAI_BUILD": str(folder / "build.duckdb"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "GX_ANALYTICS_ENABLED": "false",
            "PYTHONPATH": str(project),
        }
        run = subprocess.run(
            [sys.executable, "-m", "ingest.cli", "build", *map(str, _DOCUMENTS)],
            cwd=project, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout + run.stderr
        (folder / "said").write_text(run.stdout, encoding="utf-8")

    return Warehouse(share("set_aside", build))


def test_it_is_named_with_the_check(warehouse: Warehouse, broken: Broken) -> None:
    problems = warehouse.query(
        "select p.document_id, p.problem, d.status from dq_document_problem as p"
        " join dim_document as d on p.document_id = d.document_id"
        " where p.problem_code = 'set_aside'"
    )
    assert {document_id for document_id, _, _ in problems} == broken.checks.keys()
    assert {status for _, _, status in problems} == {"set_aside"}
    for document_id, check in broken.checks.items():
        assert any(f" {check} " in text for one, text, _ in problems if one == document_id)


def test_the_summary_says_so_first(warehouse: Warehouse) -> None:
    lines = (warehouse.folder / "said").read_text(encoding="utf-8").split("\n")
    said = [line for line in lines if line.strip()]
    assert said[1].startswith("Set aside")
    assert "unique_int_title_row_id" in "".join(said[2:6])


def test_nothing_of_it_is_in_the_facts_and_all_its_figures_are_listed(
    warehouse: Warehouse, broken: Broken
) -> None:
    documents = [*broken.checks]
    tables = warehouse.query(
        "select table_name from duckdb_columns()"
        " where column_name = 'document_id' and schema_name = 'main'"
    )
    holding = {
        table
        for (table,) in tables
        if warehouse.query(
            f"select 1 from {table} where document_id in (select unnest(?)) limit 1", [documents]
        )
    }
    assert holding == {
        "dim_document", "dq_document_problem", "dq_unplaced_amount", "dq_figure_coverage",
    }  # fmt: skip
    listed = warehouse.query(
        "select reason_code, count(*) > 100 from dq_unplaced_amount"
        " where document_id in (select unnest(?)) group by all",
        [documents],
    )
    assert listed == [("set_aside", True)]


def test_the_others_are_as_if_it_were_not_there(
    warehouse: Warehouse, samples: Warehouse, broken: Broken
) -> None:
    ids = [samples.document_id(file) for file in _DOCUMENTS]
    others = [document_id for document_id in ids if document_id not in broken.checks]
    assert len(others) > 3
    for table in ("dim_document", "dim_statement_presence", "fct_budget_line"):
        read = f"select * from {table} where document_id in (select unnest(?)) order by all"
        assert warehouse.query(read, [others]) == samples.query(read, [others])
