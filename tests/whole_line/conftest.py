"""Warehouses of the whole line: the samples' built again beside a reader, and of defects."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.typesetting.pdf import to_pdf
from tests.support.warehouses import SAMPLES, BuildOnce, Share, Warehouse
from tests.support.whole_line.defects import DEFECTS, PRINTED, SOUND, text
from tests.support.whole_line.folder import fill
from tests.support.whole_line.reader import READ, READER

KINDS = ("document", "page", "table", "row")


@pytest.fixture(scope="session")
def mixed_folder(share: Share) -> Path:
    """The folder that is added."""
    return share("mixed_folder", fill)


@pytest.fixture(scope="session")
def mixed(samples: Warehouse, mixed_folder: Path, share: Share) -> Warehouse:
    """The warehouse that comes of it, with a landing of the samples that a bad disk has had.

    `reader.json` is what the reader was answered, `old.duckdb` the file that the reader had open.
    """

    def rebuild(folder: Path) -> None:
        warehouse = samples.copy(folder)
        _harm(warehouse.landing)
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


def _harm(landing: Path) -> None:
    """Of each kind of record one is gone, one cut off, and in one a bit is wrong."""
    for kind in KINDS:
        gone, cut, flipped, *_ = sorted(landing.rglob(f"{kind}/[0-9a-f]*"))
        gone.unlink()
        content = bytearray(cut.read_bytes())
        cut.write_bytes(content[: len(content) // 2])
        content = bytearray(flipped.read_bytes())
        content[len(content) // 2] ^= 4
        flipped.write_bytes(content)


@pytest.fixture(scope="session")
def defects_folder(share: Share) -> Path:
    """Each defect in a disclosure of its own, and a sound one."""

    def fill(folder: Path) -> None:
        for defect in DEFECTS:
            defect.write(folder)
        for name in PRINTED:
            source = folder / f"{name}.md"
            source.with_suffix(".pdf").write_bytes(to_pdf(source, ruled=True))
            source.unlink()
        (folder / SOUND).write_text(text(), encoding="utf-8")

    return share("defects_folder", fill)


@pytest.fixture(scope="session")
def defective(build_once: BuildOnce, defects_folder: Path) -> Warehouse:
    """Their warehouse."""
    return build_once("defective", [defects_folder])
