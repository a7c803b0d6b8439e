"""Land without other processes: what tests of landing itself need, in a hundredth of the time."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest.document import Status
from ingest.landing import files as landing
from ingest.landing.files import LandedFile
from ingest.landing.kept_rows import SCHEMAS, landed_files
from ingest.landing.workers import Source, SourceChanged, land_one
from ingest.settings import Settings


def land_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `land` read files in this process, which must need no limits."""

    def run(settings: Settings, root: Path, jobs: dict[str, tuple[Path, int]]) -> None:
        for sha, (path, size) in jobs.items():
            try:
                assert land_one(Source(path, sha, size, settings.size_limit), root) is None
            except SourceChanged:
                continue

    monkeypatch.setattr(landing, "_run", run)


def settings_of(folder: Path, **more: str) -> Settings:
    """The settings for `data` and `landing` in a folder."""
    return Settings.from_environment(
        {
            "GONGKAI_DATA": str(folder / "data"),
            "GONGKAI_LANDING": str(folder / "landing"),
            "GONGKAI_WORKERS": "1",
            **more,
        }
    )


def landed(settings: Settings, report: list[LandedFile]) -> dict[str, list[dict[str, object]]]:
    """All records of the documents that were landed, by kind."""
    shas = [file.sha256 for file in report if file.status == Status.LANDED]
    return {
        kind: [
            record
            for file in landed_files(settings, kind, shas)
            for record in pq.ParquetFile(file).read().to_pylist()
        ]
        for kind in SCHEMAS
    }
