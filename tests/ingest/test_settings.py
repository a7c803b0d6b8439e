"""Settings that make no sense, and data folders of which nothing would come, are refused."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from ingest.publishing.readiness import check_data, check_ready
from ingest.settings import SettingError, Settings

_LIMITS = ("TIME_LIMIT", "MEMORY_LIMIT", "SIZE_LIMIT", "WORKERS", "SOLVE_LIMIT")
_PLACES = ("LANDING", "WAREHOUSE", "BUILD")


@pytest.mark.parametrize("value", ["0", "-5", "two", "", "nan", "inf", "0.0", "1e999"])
@pytest.mark.parametrize("name", _LIMITS)
def test_a_limit_is_a_positive_number(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"GONGKAI_{name} is '{value}': give a"):
        Settings.from_environment({f"GONGKAI_{name}": value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "0.5"),
        ("MEMORY_LIMIT", "0.9"),
        ("BUILD_MEMORY", "much"),
        ("BUILD_MEMORY", "0MB"),
        ("BUILD_MEMORY", "700"),
        ("BUILD_MEMORY", "-1GB"),
        ("ALLOW_EMPTY", "perhaps"),
        ("LANDING", ""),
        ("WAREHOUSE", " "),
        ("BUILD", ""),
    ],
)
def test_another_setting_is_of_its_kind(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"GONGKAI_{name} is '{value}': give "):
        Settings.from_environment({f"GONGKAI_{name}": value})


def test_no_data_is_refused() -> None:
    with pytest.raises(SettingError, match="GONGKAI_DATA names nothing"):
        Settings.from_environment({"GONGKAI_DATA": os.pathsep})


@pytest.mark.parametrize("first", ("DATA", *_PLACES))
@pytest.mark.parametrize("second", _PLACES)
def test_no_two_places_are_one(tmp_path: Path, first: str, second: str) -> None:
    """Not by another name either."""
    if first == second:
        return
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(
        SettingError, match=f"GONGKAI_{first}.*GONGKAI_{second}|and GONGKAI_{first}"
    ):
        Settings.from_environment(
            {
                f"GONGKAI_{first}": f"{tmp_path}/one",
                f"GONGKAI_{second}": f"{tmp_path}/link/x/../one",
            }
        )


def test_what_makes_sense_is_taken() -> None:
    settings = Settings.from_environment(
        {
            "GONGKAI_TIME_LIMIT": "0.5",
            "GONGKAI_WORKERS": "2",
            "GONGKAI_BUILD_MEMORY": "1.5 GiB",
            "GONGKAI_ALLOW_EMPTY": "yes",
        }
    )
    assert (settings.time_limit, settings.workers, settings.allow_empty) == (0.5, 2, True)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings with which a build could begin."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "document.txt").write_text("无")
    return {
        "GONGKAI_DATA": str(tmp_path / "full"),
        "GONGKAI_LANDING": str(tmp_path / "landing"),
        "GONGKAI_WAREHOUSE": str(tmp_path / "published" / "warehouse.duckdb"),
        "GONGKAI_BUILD": str(tmp_path / "build" / "build.duckdb"),
    }


def _folders(tmp_path: Path) -> list[Path]:
    """Folders and files of which no document comes."""
    for name in ("empty", "about", "hidden", "broken"):
        (tmp_path / name).mkdir()
    (tmp_path / "about" / "README.md").write_text("无")
    (tmp_path / "about" / "manifest.csv").write_text("file\n")
    (tmp_path / "hidden" / ".document.txt").write_text("无")
    (tmp_path / "broken" / "document.txt").symlink_to(tmp_path / "absent.txt")
    names = ("absent", "empty", "about", "hidden", "broken", "full/other.txt")
    return [tmp_path / name for name in names]


def test_a_folder_without_documents_is_refused_among_others_too(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    check_ready(Settings.from_environment(environment))
    for folder in _folders(tmp_path):
        for data in ([folder], [tmp_path / "full", folder], [folder, tmp_path / "full"]):
            given = environment | {"GONGKAI_DATA": os.pathsep.join(map(str, data))}
            with pytest.raises(
                SettingError, match=f"GONGKAI_DATA names {folder}, (which|of which)"
            ):
                check_data(Settings.from_environment(given))
            check_data(Settings.from_environment(given | {"GONGKAI_ALLOW_EMPTY": "yes"}))


def test_what_would_be_overwritten_must_be_ours(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as db:
        db.execute("create table theirs as select 1 as one")
    before = other.read_bytes()
    for name in ("WAREHOUSE", "BUILD"):
        with pytest.raises(SettingError, match=f"GONGKAI_{name}.*of something else"):
            check_ready(Settings.from_environment(environment | {f"GONGKAI_{name}": str(other)}))
        folder = environment | {f"GONGKAI_{name}": str(tmp_path)}
        with pytest.raises(SettingError, match=f"GONGKAI_{name} is .*, a folder"):
            check_ready(Settings.from_environment(folder))
    assert other.read_bytes() == before


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "full" / "document.txt"
    for name, place in (
        ("LANDING", file / "x"),
        ("WAREHOUSE", file / "x"),
        ("BUILD", file / "x/y"),
    ):
        given = environment | {f"GONGKAI_{name}": str(place / "z")}
        with pytest.raises(SettingError, match=f"GONGKAI_{name}: .*can't be made"):
            check_ready(Settings.from_environment(given))
