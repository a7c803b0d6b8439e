"""Two builds of the same documents give the same rows: whatever the threads, folders and hashes."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import yaml

from tests.support.warehouses import ROOT, Warehouse

# What says where and when a build was: that may differ.
_OF_THE_BUILD = ("source_path", "built_at", "new_documents", "run_at")


def _profile(folder: Path) -> Path:
    """The project's profile with other threads, rows in no order at all."""
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["gongkai"]["outputs"]["build"]
    output["threads"] = 4
    output["settings"]["threads"] = 7
    output["plugins"].append({"module": "tests.support.parallel_rows"})
    folder.mkdir()
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    return folder


def _elsewhere(documents: Path, folder: Path) -> list[Path]:
    """The documents in folders of other names, their order reversed."""
    files = sorted(file for file in documents.iterdir() if file.is_file())
    for number, file in enumerate(reversed(files)):
        place = folder / f"{number % 2}" / f"{number:02}"
        place.mkdir(parents=True)
        shutil.copy(file, place)
    return [folder / "1", folder / "0"]


def test_another_build_of_the_same_documents_has_the_same_rows(
    defective: Warehouse, defects_folder: Path, tmp_path: Path
) -> None:
    again = Warehouse(tmp_path / "again")
    # What was landed is the same by its hash; what was solved is solved anew.
    shutil.copytree(
        defective.landing, again.landing, ignore=shutil.ignore_patterns("placement", "expectations")
    )
    again.build(
        _elsewhere(defects_folder, tmp_path / "elsewhere"),
        "--profiles-dir", str(_profile(tmp_path / "profile")),
        PYTHONHASHSEED="20", PYTHONPATH=str(ROOT),
    )  # fmt: skip
    with duckdb.connect() as db:
        db.execute(f"attach '{defective.published}' as one (read_only)")
        db.execute(f"attach '{again.published}' as other (read_only)")
        tables = db.execute(
            """
            select
                table_name,
                -- Examples name files: where these lie is of the build.
                string_agg(
                    case column_name
                        when 'examples' then 'list_transform(examples, lambda e: parse_filename(e))'
                        else '"' || column_name || '"'
                    end,
                    ', ' order by column_index
                ) filter (
                    where not list_contains(?, column_name)
                )
            from duckdb_columns() where database_name = 'one' and schema_name = 'main'
            group by table_name order by table_name
            """,
            [list(_OF_THE_BUILD)],
        ).fetchall()
        assert len(tables) > 20
        different = {
            table: rows
            for table, columns in tables
            for one, two in (("one", "other"), ("other", "one"))
            if (
                rows := db.execute(
                    f"select {columns} from {one}.main.{table}"
                    f" except all select {columns} from {two}.main.{table}"
                ).fetchmany(3)
            )
        }
        [(claims, results)] = db.execute(
            "select (select count(*) from one.main.fct_narrative_claim),"
            " (select count(*) from one.main.dq_identity_result)"
        ).fetchall()
    assert different == {}
    assert claims > 100 and results > 1000
