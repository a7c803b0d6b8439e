"""What is kept is what was hashed, whole, and of this code: anything else is read again."""

from __future__ import annotations

import ast
import hashlib
import os
import time
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import ingest
from ingest import version
from ingest.document import Status
from ingest.kept import read_json, write_json
from ingest.landing import files as landing
from ingest.landing.files import land
from ingest.settings import Settings
from ingest.version import READING_LIBRARIES, version_of
from tests.support.landing_here import land_here, landed, settings_of

A, B = "合计\t1,064.50\n教育支出\t64.50\n", "合计\t3.00\n卫生健康支出\t3.00\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text(A, encoding="utf-8")
    (tmp_path / "data" / "b.txt").write_text(B, encoding="utf-8")
    land_here(monkeypatch)
    return settings_of(tmp_path)


def _removed(file: Path) -> None:
    file.unlink()


def _truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _flipped(file: Path) -> None:
    """Each byte is as likely as another: here the one in the middle, where Parquet keeps values."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _exchanged(file: Path) -> None:
    """A whole file of another document."""
    [other] = [f for f in file.parent.glob("[0-9a-f]*") if f != file]
    file.write_bytes(other.read_bytes())


@pytest.mark.parametrize("kind", ["document", "page", "table", "row"])
@pytest.mark.parametrize("harm", [_removed, _truncated, _emptied, _flipped, _exchanged])
def test_a_damaged_landing_is_read_again(
    settings: Settings, kind: str, harm: Callable[[Path], None]
) -> None:
    report = land(settings)
    before = landed(settings, report)
    assert [row["text"] for row in before["row"]].count("合计\t3.00") == 1
    [file] = settings.landing.rglob(f"{kind}/{report[1].sha256}.*")
    harm(file)
    again = land(settings)
    assert [(f.status, f.new) for f in again] == [(Status.LANDED, False), (Status.LANDED, True)]
    assert landed(settings, again) == before
    assert [file.new for file in land(settings)] == [False, False]


def test_a_damaged_schema_is_written_again(settings: Settings) -> None:
    report = land(settings)
    before = landed(settings, report)
    for file in settings.landing.rglob("_schema.parquet"):
        _truncated(file)
    assert landed(settings, land(settings)) == before


def test_what_a_killed_writer_left_is_cleared(settings: Settings) -> None:
    land(settings)
    [root] = settings.landing.iterdir()
    old, new = (root / "row" / f".{name}.part" for name in ("old", "new"))
    for part in (old, new):
        part.write_bytes(b"PAR1")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    land(settings)
    assert not old.exists()
    assert new.exists(), "perhaps another build is writing it"


def test_versions_that_nobody_uses_any_more_are_cleared(settings: Settings) -> None:
    names = {"unused": f"v{'0' * 16}", "used": f"v{'1' * 16}", "another's": "vault", "old": "v9"}
    for name in names.values():
        (settings.landing / name / "row").mkdir(parents=True)
    month_ago = time.time() - 31 * 24 * 3600
    for name in ("unused", "another's", "old"):
        os.utime(settings.landing / names[name], (month_ago, month_ago))
    land(settings)
    [mine] = [f for f in settings.landing.iterdir() if (f / "document").exists()]
    left = {folder.name for folder in settings.landing.iterdir()} - {mine.name}
    assert left == set(names.values()) - {names["unused"]}
    os.utime(mine, (month_ago, month_ago))
    assert [file.new for file in land(settings)] == [False, False]
    assert mine.stat().st_mtime > month_ago, "a build says that it uses it"


@pytest.fixture
def changes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let something happen to a file after each time that it is hashed."""

    def after_hashing(name: str, *then: Callable[[Path], object]) -> None:
        steps, hashed = list(then), landing.fingerprint

        def fingerprint(path: Path, limit: int) -> tuple[str, int]:
            found = hashed(path, limit)
            if path.name == name and steps:
                steps.pop(0)(path)
            return found

        monkeypatch.setattr(landing, "fingerprint", fingerprint)

    return after_hashing


def test_a_file_that_changes_while_it_is_landed_is_landed_as_it_is_in_the_end(
    settings: Settings, changes: Callable[..., None]
) -> None:
    new = A.replace("64.50", "99.00")
    changes("a.txt", lambda path: path.write_text(new, encoding="utf-8"))
    report = land(settings)
    assert [file.status for file in report] == [Status.LANDED] * 2
    assert report[0].sha256 == hashlib.sha256(new.encode()).hexdigest()
    texts = {row["sha256"]: row["text"] for row in landed(settings, report)["row"]}
    assert texts[report[0].sha256] == "教育支出\t99.00"
    old = hashlib.sha256(A.encode()).hexdigest()
    assert not list(settings.landing.rglob(f"*{old}*")), "nothing is kept under the other hash"


def test_a_file_that_never_rests_is_named(settings: Settings, changes: Callable[..., None]) -> None:
    changes("a.txt", *[lambda path: path.write_text(path.read_text("utf-8") + "x", "utf-8")] * 9)
    first, second = land(settings)
    assert (first.status, first.sha256, second.status) == (Status.UNREADABLE, "", Status.LANDED)
    assert first.problem and "changed" in first.problem


def test_a_file_that_vanishes_while_it_is_landed_is_named_and_its_copy_landed(
    settings: Settings, changes: Callable[..., None]
) -> None:
    (settings.data[0] / "copy of a.txt").write_text(A, encoding="utf-8")
    changes("a.txt", Path.unlink)
    gone, other, copy = land(settings)
    assert (gone.status, other.status, copy.status) == (
        Status.UNREADABLE, Status.LANDED, Status.LANDED,
    )  # fmt: skip
    assert gone.problem and "vanished" in gone.problem


def test_a_changed_file_is_not_taken_for_what_it_was_tried_as_before(
    settings: Settings, changes: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record of an earlier build that could be final the next time (a limit was hit)."""
    monkeypatch.setattr(landing, "_FINAL", set())
    land(settings)
    changes("a.txt", lambda path: path.write_text(B + B, encoding="utf-8"))
    report = land(settings)
    assert report[0].sha256 == hashlib.sha256((B + B).encode()).hexdigest()


def test_a_kept_value_that_was_damaged_is_none(tmp_path: Path) -> None:
    file, value = tmp_path / "value.json", {"甲": [1.5, None]}
    write_json(file, value)
    whole = file.read_bytes()
    assert read_json(file) == value
    assert read_json(tmp_path / "absent.json") is None
    for place in range(len(whole)):
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            file.write_bytes(damaged)
            assert read_json(file) in (None, value)
        file.write_bytes(whole[:place])
        assert read_json(file) is None


def test_other_code_lands_anew(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "code"
    (code / "deeper").mkdir(parents=True)
    reader = code / "deeper" / "reader.py"
    reader.write_text("a = 1\n")
    versions = [version_of([code], ["lxml"])]
    reader.write_text("a = 2\n")
    versions.append(version_of([code], ["lxml"]))
    reader.rename(code / "reader.py")
    versions.append(version_of([code], ["lxml"]))
    monkeypatch.setattr(version, "version", lambda name: "99")
    versions.append(version_of([code], ["lxml"]))
    assert len(set(versions)) == 4
    assert version_of([code], ["lxml"]) == versions[-1]
    for made in versions[:2]:
        monkeypatch.setattr("ingest.landing.kept_rows.ingest_version", lambda made=made: made)
        report = land(settings)
        assert [file.new for file in report] == [True, True]
        assert {file.record["ingest_version"] for file in report} == {made}


def test_every_library_that_reads_is_part_of_the_version() -> None:
    """A module that a reader imports from elsewhere, by the name of its distribution."""
    folder = Path(ingest.__file__).parent
    files = [
        folder / "document.py",
        folder / "landing" / "kept_rows.py",
        *(folder / "readers").rglob("*.py"),
    ]
    nodes = [
        node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    ]
    imported = {
        alias.name.split(".")[0] for n in nodes if isinstance(n, ast.Import) for alias in n.names
    } | {(n.module or "").split(".")[0] for n in nodes if isinstance(n, ast.ImportFrom)}
    distributions = packages_distributions()
    needed = {distributions[name][0].lower() for name in imported & distributions.keys()} - {
        "gongkai"
    }
    assert needed <= {name.lower() for name in READING_LIBRARIES}
    assert len(needed) > 8
