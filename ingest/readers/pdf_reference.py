"""The same page content by pdfplumber's own parsing: the fallback, and what tests compare with.

Slower than PDFium by an order of magnitude, but another program's opinion on the same bytes.
"""

from __future__ import annotations

import io

import pdfplumber
from pdfplumber.page import Page

from ingest.readers.pdf_page import Char, Edge, PageContent


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
        Char(c["text"], c["x0"], c["top"], c["x1"], c["bottom"])
        for c in page.dedupe_chars().chars
        if not c["text"].isspace()
    )
    edges = tuple(Edge(e["x0"], e["top"], e["x1"], e["bottom"]) for e in page.edges)
    area = float(page.width * page.height)
    images = sum(image["width"] * image["height"] for image in page.images)
    return PageContent(float(page.width), float(page.height), chars, edges, images / area)
