"""How does a person see where a finding is? A page of HTML with the pictures of the places."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable
from pathlib import Path

import pypdfium2 as pdfium
from PIL import ImageDraw

from ingest.document import DocumentProblem
from ingest.landing.folders import path_of
from ingest.published.findings import Finding
from ingest.readers.scan.image import picture

_PICTURES = ("png", "jpeg", "tiff")
_SCALE = 2.0  # pixels a point
_MARGIN = 70.0  # points above and below the figure
_STYLE = """
body { font-family: sans-serif; max-width: 60em; margin: 2em auto; line-height: 1.5; color: #222 }
article { border-left: .4em solid #aaa; padding: .1em 1em; margin: 1.5em 0 }
.high { border-color: #c0392b } .medium { border-color: #e67e22 } .low { border-color: #95a5a6 }
img { max-width: 100%; border: 1px solid #ccc } small, pre { color: #666; white-space: pre-wrap }
"""


def page_of(findings: Iterable[Finding]) -> str:
    """A page that needs nothing but itself: the findings by document, each with its place."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="zh"><head><meta charset="utf-8"><title>公开核对结果 · Findings</title>',
        f"<style>{_STYLE}</style></head><body><h1>公开核对结果 · Findings</h1>",
    ]
    source = None
    for finding in findings:
        if finding.source_path != source:
            source = finding.source_path
            parts.append(f"<h2>{html.escape(Path(source).name)}</h2>")
        parts.append(_article(finding))
    if source is None:
        parts.append("<p>没有发现。 Nothing was found.</p>")
    return "\n".join([*parts, "</body></html>\n"])


def _article(finding: Finding) -> str:
    place = " · ".join(
        f"{name} {number}"
        for name, number in (
            ("page", finding.page),
            ("table", finding.table_number),
            ("row", finding.row_number),
        )
        if number is not None
    )
    picture = picture_of(finding)
    if picture:
        data = base64.b64encode(picture).decode()
        shown = f'<img alt="{place}" src="data:image/png;base64,{data}">'
    else:
        shown = f"<pre>{html.escape(finding.printed)}</pre>" if finding.printed else ""
    return (
        f'<article class="{finding.severity}" id="{finding.finding_id}">'
        f"<p><b>{html.escape(finding.kind_zh)}</b> {html.escape(finding.finding_zh)}</p>"
        f"<p><b>{html.escape(finding.kind_en)}.</b> {html.escape(finding.finding_en)}</p>"
        f"{shown}<p><small>{place} · {finding.severity} · {finding.finding_id}</small></p>"
        "</article>"
    )


def picture_of(finding: Finding) -> bytes | None:
    """The strip of the page around the figure, framed, as PNG; None where there is no such page.

    A file that is gone or isn't what it was any more costs the picture only.
    """
    if finding.bbox is None or finding.page is None:
        return None
    try:
        if finding.format == "pdf":
            with pdfium.PdfDocument(path_of(finding.source_path)) as document:
                shown, scale = document[finding.page - 1].render(scale=_SCALE).to_pil(), _SCALE
        elif finding.format in _PICTURES:
            shown, dots = picture(path_of(finding.source_path).read_bytes(), finding.page)
            scale = dots / 72
        else:
            return None
    except (OSError, IndexError, StopIteration, pdfium.PdfiumError, DocumentProblem):
        return None
    image = shown.convert("RGB")
    left, top, right, bottom = (side * scale for side in finding.bbox)
    pad = 2 * scale
    ImageDraw.Draw(image).rectangle(
        (left - pad, top - pad, right + pad, bottom + pad), outline=(192, 57, 43), width=3
    )
    margin = _MARGIN * scale
    strip = image.crop(
        (0, max(0, int(top - margin)), image.width, min(image.height, int(bottom + margin)))
    )
    target = io.BytesIO()
    strip.save(target, "PNG")
    return target.getvalue()
