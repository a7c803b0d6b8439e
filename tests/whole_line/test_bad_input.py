"""Bad files among good ones: each costs its own row, says why, and takes nothing with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.warehouses import SAMPLES, Warehouse
from tests.support.whole_line.changes import EZHOU
from tests.support.whole_line.folder import (
    IGNORED,
    LOCKED,
    NO_DISCLOSURE,
    SHOWN_NAME,
    STATUS,
    permissions_hold,
)

BUILT = "select source_path from dim_document where status = 'built'"


@pytest.mark.parametrize(("name", "status"), STATUS.items(), ids=STATUS)
def test_each_file_has_a_status(
    mixed: Warehouse, mixed_folder: Path, name: str, status: str
) -> None:
    assert landed(mixed, mixed_folder / name) == [(status,)]


@pytest.mark.parametrize("name", [name for name, status in STATUS.items() if status != "landed"])
def test_what_cannot_be_read_says_why(mixed: Warehouse, mixed_folder: Path, name: str) -> None:
    [problem] = problems(mixed, mixed_folder / name)
    assert problem.endswith(".") and len(problem.split()) > 5, "a sentence for people"
    assert facts(mixed, mixed_folder / name) == []


def test_what_is_no_disclosure_says_so(mixed: Warehouse, mixed_folder: Path) -> None:
    [problem] = problems(mixed, mixed_folder / NO_DISCLOSURE)
    assert "form" in problem
    assert facts(mixed, mixed_folder / NO_DISCLOSURE) == []


@pytest.mark.skipif(not permissions_hold(), reason="root may read any file")
def test_a_file_without_permission_says_so(mixed: Warehouse, mixed_folder: Path) -> None:
    assert landed(mixed, mixed_folder / LOCKED) == [("unreadable",)]
    [problem] = problems(mixed, mixed_folder / LOCKED)
    assert "permission" in problem


@pytest.mark.parametrize("name", IGNORED)
def test_what_is_about_the_documents_is_none(
    mixed: Warehouse, mixed_folder: Path, name: str
) -> None:
    assert landed(mixed, mixed_folder / name) == []


def test_every_other_file_is_accounted_for(mixed: Warehouse, mixed_folder: Path) -> None:
    paths = mixed.query("select source_path from raw.document")
    names = {Path(path).name for (path,) in paths if Path(path).is_relative_to(mixed_folder)}
    assert names - {LOCKED} == set(STATUS)


def test_good_files_are_built_all_the_same(mixed: Warehouse, mixed_folder: Path) -> None:
    built = {path for (path,) in mixed.query(BUILT)}
    good = {name for name, status in STATUS.items() if status == "landed"} - {NO_DISCLOSURE}
    assert built == {str(mixed_folder / name) for name in good} | {
        str(file) for file in SAMPLES.iterdir() if file.stem != "README"
    }


def test_a_copy_in_gb18030_gives_the_same_facts(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path
) -> None:
    expected = facts(samples, SAMPLES / EZHOU)
    assert len(expected) == 605
    assert facts(mixed, mixed_folder / "gb18030.md") == expected


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("anonymous.md", "bureau_id", "bureau_unknown"),
        ("undated.md", "fiscal_year", "year_unknown"),
    ],
)
def test_what_is_not_said_is_null_and_the_figures_are_kept(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path, name: str, column: str, code: str
) -> None:
    source = str(mixed_folder / name)
    assert facts(mixed, Path(source), column) == facts(samples, SAMPLES / EZHOU, column)
    [said] = mixed.query(
        f"select distinct f.{column} from fct_budget_line as f join dim_document as d"
        " using (document_id) where d.source_path = ?",
        [source],
    )
    assert said == (None,)
    [problem] = mixed.query(
        "select problem_code from dq_document_problem where source_path = ?", [source]
    )
    assert problem == (code,)
    [compared] = mixed.query(
        "select count(*) from mart_disclosure as m join dim_document as d using (document_id)"
        " where d.source_path = ?",
        [source],
    )
    assert compared == (0,), "nothing to compare it by"


def test_what_a_manifest_says_is_taken(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path
) -> None:
    told = mixed_folder / "told.md"
    assert facts(mixed, told, "scope") == facts(samples, SAMPLES / EZHOU, "scope")
    said = mixed.query(
        "select scope, said_by_manifest, source_url, published_on from dim_document"
        " where source_path in (?, ?) order by source_path",
        [str(told), str(mixed_folder / "anonymous.md")],
    )
    assert said == [
        ("department", [], "https://example.org/anonymous", None),
        (
            "unit",
            ["bureau", "fiscal_year", "scope"],
            "https://example.org/told",
            date(2023, 9, 20),
        ),
    ]
    assert problems(mixed, told) == []


def test_a_row_of_a_manifest_that_cannot_be_taken_says_why(
    mixed: Warehouse, mixed_folder: Path
) -> None:
    undated, absent, too_long, too_wide = sorted(problems(mixed, mixed_folder / "manifest.csv"))
    assert undated.startswith("Line 4: published_on is 20.9.2023; write 2025-01-31.")
    assert absent.startswith("Line 5: there is no file absent.md")
    assert too_long.startswith("Line 8: there is no file 长长") and len(too_long) < 200
    assert too_wide.startswith("Line 9: it is no row of cells (field larger than")


def test_rows_of_a_manifest_that_contradict_each_other_are_named_and_not_believed(
    mixed: Warehouse, mixed_folder: Path
) -> None:
    [(code, problem)] = mixed.query(
        "select problem_code, problem from dq_document_problem where source_path = ?",
        [str(mixed_folder / "gb18030.md")],
    )
    assert code == "manifest_contradicts"
    assert f"2021 ({mixed_folder / 'manifest.csv'}, line 6), 2020 (" in problem
    [said] = mixed.query(
        "select fiscal_year, said_by_manifest from dim_document where source_path = ?",
        [str(mixed_folder / "gb18030.md")],
    )
    assert said == (2022, [])


def test_a_name_that_is_not_utf8_is_named_and_its_figures_are_kept(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path
) -> None:
    source = mixed_folder / SHOWN_NAME
    assert facts(mixed, source) == facts(samples, SAMPLES / EZHOU)
    [problem] = problems(mixed, source)
    assert "鄂州.md" in problem


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("link_out.md", "outside of the data folders"),
        ("link_nowhere.md", "leads nowhere"),
        ("pipe.txt", "a pipe"),
        ("large.pdf", "GONGKAI_SIZE_LIMIT"),
    ],
)
def test_what_may_not_be_read_is_named(
    mixed: Warehouse, mixed_folder: Path, name: str, words: str
) -> None:
    [problem] = problems(mixed, mixed_folder / name)
    assert words in problem


def test_a_damaged_landing_changes_nothing(samples: Warehouse, mixed: Warehouse) -> None:
    for file in SAMPLES.iterdir():
        assert facts(mixed, file, "bureau_id") == facts(samples, file, "bureau_id")


def landed(warehouse: Warehouse, source: Path) -> list[tuple[str]]:
    return warehouse.query("select status from raw.document where source_path = ?", [str(source)])


def problems(warehouse: Warehouse, source: Path) -> list[str]:
    rows = warehouse.query(
        "select problem from dq_document_problem where source_path = ?", [str(source)]
    )
    return [problem for (problem,) in rows]


def facts(warehouse: Warehouse, source: Path, *but: str) -> list[tuple[object, ...]]:
    """All that the fact says of a document, but for some columns and keys from its bytes."""
    return warehouse.query(
        f"select f.* exclude ({', '.join(('line_id', 'document_id', 'source_row_id', *but))})"
        " from fct_budget_line as f inner join dim_document as d using (document_id)"
        " where d.source_path = ? order by all",
        [str(source)],
    )
