"""What LibreOffice makes of a file in an older format is read as the file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ingest import readers
from tests.support.ingest.office_files import grids
from tests.support.typesetting import office
from tests.support.typesetting.__main__ import FORMS

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: make tools"
)


SOURCE = FORMS / "putuo_2025_department_budget.md"


def converted(folder: Path, content: bytes, ending: str, old: str) -> bytes:
    source = folder / f"form.{ending}"
    source.write_bytes(content)
    subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", old, "--outdir", folder, source,
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return source.with_suffix(f".{old}").read_bytes()


def test_an_old_word_document_has_the_cells_of_the_new_one(tmp_path: Path) -> None:
    """LibreOffice writes it here, and reads it for the reader."""
    new = office.to_word(SOURCE)
    content = readers.read(converted(tmp_path, new, "docx", "doc"))
    assert content.format == "doc"
    assert grids(content) == grids(readers.read(new))


def test_an_old_workbook_has_the_cells_of_the_new_one(tmp_path: Path) -> None:
    new = office.to_workbook(SOURCE)
    content = readers.read(converted(tmp_path, new, "xlsx", "xls"))
    assert content.format == "xls"
    assert grids(content) == grids(readers.read(new))
