"""What readers see while the warehouse is built again, and of a build that isn't published."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from tests.support.warehouses import ROOT, SAMPLES, Warehouse
from tests.support.whole_line.folder import GB_NAME, SHOWN_NAME, STATUS, UNOPENED
from tests.support.whole_line.reader import READ

NOT_OF_THE_PROJECT = shutil.ignore_patterns(
    ".*", "__pycache__", "target", "logs", "warehouse", "build", "*.egg-info", "data"
)
FAULT = "select 'a fault of the warehouse' as fault from {{ ref('raw_document') }}\n"


def test_a_reader_keeps_what_it_has_open(samples: Warehouse, mixed: Warehouse) -> None:
    """And neither did the build have to wait for it, nor it for the build."""
    reader = json.loads((mixed.folder / "reader.json").read_text())
    assert reader["count"] > 10
    assert [tuple(answer) for answer in reader["answers"]] == samples.query(READ)
    assert sha256(mixed.folder / "old.duckdb") == sha256(samples.published), (
        "swapped, not rewritten"
    )


def test_who_comes_later_sees_the_new_build(samples: Warehouse, mixed: Warehouse) -> None:
    assert mixed.query(READ) != samples.query(READ)
    copies = {name for name, status in STATUS.items() if status == "duplicate"}
    added = len(STATUS.keys() - copies - set(UNOPENED))
    assert len(mixed.query("from dim_document")) == len(samples.query("from dim_document")) + added


def test_the_suites_results_of_earlier_builds_are_kept(
    samples: Warehouse, mixed: Warehouse
) -> None:
    earlier = "select * exclude (is_latest) from dq_expectation_result where {} order by all"
    before = samples.query(earlier.format("is_latest"))
    assert len(before) > 40
    assert mixed.query(earlier.format("not is_latest")) == before
    assert len(mixed.query(earlier.format("is_latest"))) == len(before)


def test_only_what_is_new_is_landed(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path
) -> None:
    before, after = landed(samples), landed(mixed)
    again = {file.stem for file in before if after[file] != before[file]}
    assert len(again) == 3, "written again: others than what the disk has harmed (conftest)"
    added = {file.stem for file in after.keys() - before.keys()}
    opened = STATUS.keys() - set(UNOPENED) - {SHOWN_NAME} | {GB_NAME}
    assert added == {sha256(mixed_folder / name) for name in opened}


def test_the_same_documents_get_the_same_keys(samples: Warehouse, mixed: Warehouse) -> None:
    [documents] = samples.query("select list(document_id) from dim_document")
    lines = "select line_id from fct_budget_line where document_id in (select unnest(?)) order by 1"
    before = samples.query(lines, documents)
    assert len(before) == len(set(before)) > 1000
    assert mixed.query(lines, documents) == before


def test_a_build_with_a_fault_publishes_nothing(samples: Warehouse, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=NOT_OF_THE_PROJECT)
    (project / "tests" / "dbt" / "always_fails.sql").write_text(FAULT)
    warehouse = samples.copy(tmp_path / "warehouse")
    before = published_files(warehouse)
    output = warehouse.build([SAMPLES], project=project, expect=1)
    assert "always_fails" in output
    assert published_files(warehouse) == before


def test_a_build_of_a_part_publishes_nothing(samples: Warehouse, tmp_path: Path) -> None:
    warehouse = samples.copy(tmp_path / "warehouse")
    before = published_files(warehouse)
    warehouse.build([SAMPLES], "--select", "dim_statement")
    assert published_files(warehouse) == before


def published_files(warehouse: Warehouse) -> dict[Path, str]:
    """What is published, by its bytes; hidden files are the build's own."""
    files = {
        file.relative_to(warehouse.published.parent): file
        for file in warehouse.published.parent.rglob("*")
    }
    return {
        place: sha256(file)
        for place, file in files.items()
        if file.is_file() and not any(part.startswith(".") for part in place.parts)
    }


def landed(warehouse: Warehouse) -> dict[Path, int]:
    """The files of landed documents, named by content, and when each was written."""
    return {
        file.relative_to(warehouse.landing): file.stat().st_mtime_ns
        for kind in ("document", "page", "table", "row")
        for file in warehouse.landing.glob(f"v*/{kind}/*")
    }


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
