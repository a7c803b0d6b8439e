"""The samples' warehouse built again, with a folder of all sorts added, while somebody reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from folder import fill
from reader import READ, READER
from warehouses import SAMPLES, Share, Warehouse


@pytest.fixture(scope="session")
def mixed_folder(share: Share) -> Path:
    """The folder that is added."""
    return share("mixed_folder", fill)


@pytest.fixture(scope="session")
def mixed(samples: Warehouse, mixed_folder: Path, share: Share) -> Warehouse:
    """The warehouse that comes of it.

    `reader.json` is what the reader was answered, `old.duckdb` the file that the reader had open.
    """

    def rebuild(folder: Path) -> None:
        warehouse = samples.copy(folder)
        (folder / "old.duckdb").hardlink_to(warehouse.published)
        reader = subprocess.Popen(
            [sys.executable, "-c", READER, str(warehouse.published), READ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert reader.stdout is not None
        try:
            assert reader.stdout.readline() == "reading\n"
            warehouse.build([SAMPLES, mixed_folder])
        finally:
            answers, _ = reader.communicate(timeout=60)
        assert reader.returncode == 0
        (folder / "reader.json").write_text(answers)

    return Warehouse(share("mixed", rebuild))
