"""A figure is changed in a disclosure that stands alone: it is the one to blame, and is shown."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from typer.testing import CliRunner

from ingest.cli import app
from ingest.published.finding_page import page_of, picture_of
from ingest.published.findings import findings_of
from tests.support.typesetting.pdf import to_pdf
from tests.support.warehouses import BuildOnce, Share, Warehouse
from tests.support.whole_line.changes import CHANGES, Change

# One of each sample: two copies of one disclosure would also be compared with each other.
PLANTED = [change for change in CHANGES if change.name in ("fund", "group", "unit")]


@pytest.fixture(scope="session")
def planted_folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for change in PLANTED:
            change.write(folder)
            text = folder / change.file_name
            text.with_suffix(".pdf").write_bytes(to_pdf(text, ruled=True))
            text.unlink()

    return share("planted_folder", fill)


@pytest.fixture(scope="session")
def planted(build_once: BuildOnce, planted_folder: Path) -> Warehouse:
    return build_once("planted", [planted_folder])


def test_sound_disclosures_give_no_finding(samples: Warehouse) -> None:
    assert samples.query("select finding_zh from fct_finding") == []


@pytest.mark.parametrize("change", PLANTED, ids=lambda change: change.name)
def test_the_changed_figure_is_to_blame(
    planted: Warehouse, planted_folder: Path, change: Change
) -> None:
    [(old, new)] = [
        pair
        for pair in zip(change.old.split("\t"), change.new.split("\t"), strict=True)
        if pair[0] != pair[1]
    ]
    document = planted.document_id((planted_folder / change.file_name).with_suffix(".pdf"))
    [(text, suggested, certain, zh, en)] = planted.query(
        "select amount_text, suggested_amount / 10000, is_certain, finding_zh, finding_en"
        " from fct_finding where document_id = ?",
        [document],
    )
    assert (text, certain) == (new, True)
    assert float(suggested) == pytest.approx(float(old))
    for sentence in (zh, en):
        assert new in sentence and old in sentence


def test_every_break_belongs_to_one_finding(planted: Warehouse) -> None:
    breaks = planted.query(
        "select result_id from dq_identity_result where status = 'break' order by 1"
    )
    found = planted.query("select unnest(result_ids) from fct_finding order by 1")
    assert len(breaks) > 6 and found == breaks


def test_the_page_shows_the_figure(planted: Warehouse, planted_folder: Path) -> None:
    findings = findings_of(planted.published, str(planted_folder / "fund.pdf"))
    [picture] = [picture_of(finding) for finding in findings]
    assert picture is not None and picture.startswith(b"\x89PNG")
    page = page_of(findings)
    assert "data:image/png;base64," in page
    assert findings[0].finding_id in page


def test_a_picture_file_shows_it_too(
    planted: Warehouse, planted_folder: Path, tmp_path: Path
) -> None:
    [finding] = findings_of(planted.published, str(planted_folder / "fund.pdf"))
    scan = tmp_path / "scan.png"
    with pdfium.PdfDocument(finding.source_path) as document:
        page = document[(finding.page or 0) - 1].render(scale=288 / 72).to_pil()
    page.save(scan, dpi=(288, 288))
    scanned = dataclasses.replace(finding, source_path=str(scan), format="png", page=1)
    shown = [
        Image.open(io.BytesIO(picture))
        for source in (finding, scanned)
        if (picture := picture_of(source))
    ]
    # The same strip, in twice as many dots.
    on_page, on_scan = shown
    assert abs(on_scan.width - 2 * on_page.width) <= 2
    assert abs(on_scan.height - 2 * on_page.height) <= 2


def test_check_prints_the_findings(
    planted: Warehouse, planted_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_WAREHOUSE", str(planted.published))
    page = tmp_path / "findings.html"
    run = CliRunner().invoke(app, ["check", "fund.pdf", "--html", str(page)])
    assert run.exit_code == 0
    assert "61.54" in run.output and "51.54" in run.output
    assert "1 finding(s) in 1 document(s)" in run.output
    assert "61.54" in page.read_text(encoding="utf-8")
    run = CliRunner().invoke(app, ["check", "no such bureau"])
    assert run.exit_code == 2 and "no such bureau" in run.output
