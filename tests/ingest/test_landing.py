"""Landing is by content: once each, again when it was cut off, and a bad file costs itself only."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from ingest.landing.files import LandedFile, files_of, land
from ingest.settings import Settings
from tests.support.landing_here import settings_of
from tests.support.warehouses import SAMPLES, Share

SAMPLE = next(SAMPLES.glob("*2022年度部门决算.md")).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def first(share: Share) -> Path:
    """A folder with two disclosures in `data`, landed."""

    def fill(folder: Path) -> None:
        (folder / "data").mkdir()
        (folder / "data" / "a.md").write_text(SAMPLE, encoding="utf-8")
        (folder / "data" / "b.md").write_text(SAMPLE.replace("2022", "2023"), encoding="utf-8")
        assert told(land(settings_of(folder))) == [
            ("a.md", "landed", True),
            ("b.md", "landed", True),
        ]

    return share("landed", fill)


@pytest.fixture
def settings(first: Path, tmp_path: Path) -> Settings:
    """The same, a copy to go on with."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return settings_of(tmp_path)


def told(report: list[LandedFile]) -> list[tuple[str, str, bool]]:
    return [(Path(file.source_path).name, str(file.status), file.new) for file in report]


def parquet(settings: Settings) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in settings.landing.rglob("*.*")}


def test_nothing_new_lands_nothing(settings: Settings) -> None:
    before = parquet(settings)
    assert len(before) > 8
    assert told(land(settings)) == [("a.md", "landed", False), ("b.md", "landed", False)]
    assert parquet(settings) == before


def test_one_more_file_lands_only_that(settings: Settings) -> None:
    before = parquet(settings)
    (settings.data[0] / "c.txt").write_text("合计 1.00\n", encoding="utf-8")
    report = land(settings)
    assert [file.source_path for file in report if file.new] == [str(settings.data[0] / "c.txt")]
    after = parquet(settings)
    assert {file: after[file] for file in before} == before
    assert {file.stem for file in after.keys() - before.keys()} == {report[-1].sha256}


def test_a_name_is_nothing_to_landing(settings: Settings) -> None:
    """A file that was moved and renamed is known by its content."""
    (settings.data[0] / "deeper").mkdir()
    (settings.data[0] / "b.md").rename(settings.data[0] / "deeper" / "renamed.txt")
    assert told(land(settings)) == [("a.md", "landed", False), ("renamed.txt", "landed", False)]


def test_a_landing_that_was_cut_off_is_done_again(settings: Settings) -> None:
    """The document's own record comes last: without it, the others don't count."""
    sha256 = hashlib.sha256((settings.data[0] / "b.md").read_bytes()).hexdigest()
    [record] = settings.landing.rglob(f"document/{sha256}.json")
    record.unlink()
    assert told(land(settings)) == [("a.md", "landed", False), ("b.md", "landed", True)]
    assert record.exists()


def test_a_bad_file_costs_itself_only(settings: Settings) -> None:
    (settings.data[0] / "a.md").write_bytes(b"")
    (settings.data[0] / "copy of b.md").write_bytes((settings.data[0] / "b.md").read_bytes())
    assert told(land(settings)) == [
        ("a.md", "empty", True),
        ("b.md", "landed", False),
        ("copy of b.md", "duplicate", False),
    ]


def test_files_about_the_documents_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / "deeper").mkdir()
    for name in (
        "a.md", "deeper/b.txt", "README.md", "readme.txt", "manifest.csv", ".hidden", ".cache/c.md",
    ):  # fmt: skip
        (tmp_path / name).touch()
    found = [file.path for file in files_of([tmp_path, tmp_path / "a.md"])]
    assert found == [tmp_path / "a.md", tmp_path / "deeper" / "b.txt"]
