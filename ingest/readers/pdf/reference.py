"""The same page content by pdfplumber's own parsing: the fallback, and what tests compare with.

Slower than PDFium by an order of magnitude, but another program's opinion on the same bytes.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from ingest.readers.ideographs import with_ideographs
from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.lines import Edge
from ingest.readers.pdf.page import PageContent

# It warns of what is amiss in a PDF; what can't be read is said by the reader.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_CMYK = 4
_NO_INK = 0.02  # of 1


def read_page(content: bytes, number: int) -> PageContent:
    """Return what pdfplumber finds on page `number` (from 0) of a PDF.

    Raises:
        Exception: whatever pdfminer raises on damaged content; there is nothing behind it.
    """
    with pdfplumber.open(io.BytesIO(content)) as document:
        return page_content(document.pages[number])


def page_content(page: Page) -> PageContent:
    """Turn a pdfplumber page into page content."""
    chars = tuple(
        Char(with_ideographs(c["text"]), c["x0"], c["top"], c["x1"], c["bottom"])
        for c in page.dedupe_chars().chars
        if not c["text"].isspace()
    )
    edges = tuple(
        Edge(e["x0"], e["top"], e["x1"], e["bottom"]) for e in page.edges if not _is_white(e)
    )
    images = tuple((i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images)
    return PageContent(float(page.width), float(page.height), chars, edges, images, 0)


def _is_white(edge: Mapping[str, Any]) -> bool:
    """Whether a line, or the shape that it bounds, is painted white."""
    colour = edge["stroking_color" if edge["stroke"] else "non_stroking_color"]
    parts = colour if isinstance(colour, tuple) else (colour,)
    values = [part for part in parts if isinstance(part, int | float)]
    if not values or len(values) < len(parts):
        return False
    return max(values) < _NO_INK if len(values) == _CMYK else min(values) > 1 - _NO_INK
