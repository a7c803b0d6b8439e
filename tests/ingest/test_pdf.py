"""What the reader of PDFs lands, against pdfplumber's own parsing of the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

from ingest.document import Content
from ingest.readers.pdf import reader as pdf
from ingest.readers.pdf import reference as pdf_reference
from tests.support.typesetting import pdf as pdf_samples
from tests.support.warehouses import ROOT, SAMPLES

PRACTICE = sorted((ROOT.parent / "shared" / "practice").glob("*.pdf"))
SAMPLE = next(SAMPLES.glob("*鄂州*.md"))


def landed(content: Content) -> list[tuple[str | int, ...]]:
    """Each row: how its cells were found, where it stands, and its cells."""
    return [
        (table.grid, row.page, row.line_number, *row.cells)
        for table in content.tables
        for row in table.rows
    ]


def by_pdfplumber(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Content:
    """The rows that the reader lands if pdfplumber gives it the characters and lines."""
    with pdfplumber.open(io.BytesIO(content)) as document, monkeypatch.context() as patch:
        pages: Iterator[pdfplumber.page.Page] = iter(document.pages)
        patch.setattr(pdf, "read_page", lambda _: pdf_reference.page_content(next(pages)))
        return pdf.read(content)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_a_typeset_sample_is_landed_as_pdfplumber_parses_it(
    ruled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pdf_samples.to_pdf(SAMPLE, ruled)
    assert landed(pdf.read(content)) == landed(by_pdfplumber(content, monkeypatch))


@pytest.mark.skipif(not PRACTICE, reason="the practice PDFs are not beside this checkout")
@pytest.mark.parametrize("file", PRACTICE, ids=lambda file: Path(file).stem)
def test_a_published_pdf_is_landed_as_pdfplumber_parses_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file.read_bytes()
    assert landed(pdf.read(content)) == landed(by_pdfplumber(content, monkeypatch))
