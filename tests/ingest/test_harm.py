"""Harm in two hundred ways: no traceback, nothing of a good document lost, no silent change."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pytest

from ingest.document import DocumentProblem, Status
from ingest.landing import files as landing
from ingest.landing import manifest
from ingest.landing.files import land
from ingest.landing.folders import contents, path_of, printed
from ingest.readers import read
from tests.support.harm import GOOD, Harm, fill, harm
from tests.support.landing_here import land_here, landed, settings_of
from tests.support.warehouses import Share

_LIMIT = 1  # MiB


@pytest.fixture(scope="session")
def whole(share: Share) -> Path:
    """A folder with four good documents, landed."""

    def filled(folder: Path) -> None:
        fill(folder / "data")
        with pytest.MonkeyPatch.context() as patch:
            land_here(patch)
            assert {f.status for f in land(settings_of(folder))} == {Status.LANDED}

    return share("unharmed", filled)


@pytest.mark.parametrize("seed", range(200))
def test_harm_costs_what_was_harmed_only_and_is_named(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    data = tmp_path / "data"
    settings = settings_of(tmp_path, GONGKAI_SIZE_LIMIT=str(_LIMIT))
    land_here(monkeypatch)
    before_report = land(settings)
    before = landed(settings, before_report)
    rows_before = list(manifest.entries(settings.data, _LIMIT))

    harms = harm(tmp_path, random.Random(seed))
    said = "; ".join(one.name for one in harms)
    later = [one.later for one in harms if one.later]
    hashed = landing.fingerprint

    def fingerprint(path: Path, limit: int) -> tuple[str, int]:
        found = hashed(path, limit)
        if path.name == "0 in hand.txt" and later:
            later.pop()()
        return found

    monkeypatch.setattr(landing, "fingerprint", fingerprint)
    report = land(settings)
    after = landed(settings, report)
    entries = list(manifest.entries(settings.data, _LIMIT))

    # A good document is landed as before.
    touched = {printed(path) for one in harms for path in one.touched}
    by_path = {file.source_path: file for file in report}
    for name in GOOD:
        if str(data / name) in touched:
            continue
        file = by_path[str(data / name)]
        assert file.status in (Status.LANDED, Status.DUPLICATE), said
        for kind, records in before.items():
            mine = [record for record in records if record["sha256"] == file.sha256]
            assert [r for r in after[kind] if r["sha256"] == file.sha256] == mine, said
            assert mine, said
    # Every file is accounted for: landed as its bytes are read, or with a sentence that says why.
    there = {printed(p) for p in data.rglob("*") if not p.is_dir() and p.name != "manifest.csv"}
    assert there - by_path.keys() == set(), said
    for path in touched & by_path.keys():
        file = by_path[path]
        if file.status == Status.LANDED:
            content = contents(path_of(path), _LIMIT)
            assert hashlib.sha256(content).hexdigest() == file.sha256, said
            texts = [row["text"] for row in after["row"] if row["sha256"] == file.sha256]
            assert texts == [row.text for table in read(content).tables for row in table.rows]
        else:
            assert file.problem and file.problem.endswith(".") and len(file.problem.split()) > 5
            if file.status not in (Status.UNREADABLE, Status.DUPLICATE):
                with pytest.raises(DocumentProblem):
                    read(contents(path_of(path), _LIMIT))
    # A manifest's rows are taken as before, or are named.
    assert_manifests_are_kept(harms, rows_before, entries, touched)
    # All that is said can be stored and printed, and the next time nothing is new.
    pa.Table.from_pylist([asdict(e) for e in entries]) if entries else None
    for file in report:
        "\n".join(filter(None, (file.source_path, file.problem, file.name_problem))).encode()
    again = land(settings)
    assert [(f.source_path, f.sha256, f.status) for f in again] == [
        (f.source_path, f.sha256, f.status) for f in report
        if f.source_path in {g.source_path for g in again}
    ], said  # fmt: skip
    assert not any(f.new for f in again if f.status == Status.LANDED), said
    assert landed(settings, again) == after, said


def assert_manifests_are_kept(
    harms: Sequence[Harm],
    rows_before: Sequence[manifest.Entry],
    entries: Sequence[manifest.Entry],
    touched: Collection[str],
) -> None:
    said = "; ".join(one.name for one in harms)
    if any(one.manifest for one in harms):
        is_cut = any("manifest cut" in one.name or "folder" in one.name for one in harms)
        taken = _keys(e for e in entries if e.problem is None)
        assert _keys(rows_before) <= taken or is_cut or any(e.problem for e in entries), said
    else:
        named = {e.source_path: e for e in entries if e.problem is None}
        assert all(named.get(e.source_path) == e or e.source_path in touched for e in rows_before)
        assert len(entries) == len(rows_before), said


def _keys(entries: Iterable[manifest.Entry]) -> set[tuple[str, str | None, int | None]]:
    return {(e.source_path, e.bureau, e.fiscal_year) for e in entries}
