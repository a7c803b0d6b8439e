"""How fast are PDFs landed, against a plain pdfplumber loop and PDFium's bare text?

Run: ``python benchmarks/landing_pdf.py FOLDER [REPEATS]``. One process, one after the other, the
best of the repeats of each; what counts is the ratio. The loop calls extract_text and
extract_tables on every page; the floor reads the text of every page with pypdfium2.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from ingest.readers import pdf


def plain_loop(file: Path) -> int:
    """Characters of text and cells that a plain pdfplumber loop finds."""
    found = 0
    with pdfplumber.open(file) as document:
        for page in document.pages:
            found += len(page.extract_text()) + sum(len(t) for t in page.extract_tables())
    return found


def landing(file: Path) -> int:
    """Rows that the reader lands."""
    return sum(len(table.rows) for table in pdf.read(file.read_bytes()).tables)


def floor(file: Path) -> int:
    """Characters of text that PDFium gives."""
    with pdfium.PdfDocument(file) as document:
        return sum(len(page.get_textpage().get_text_range()) for page in document)


def seconds(work: Callable[[Path], int], files: list[Path], repeats: int) -> float:
    """The best time over all files of the repeats."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        for file in files:
            work(file)
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Print the times and ratios."""
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    loop, landed, bare = (seconds(work, files, repeats) for work in (plain_loop, landing, floor))
    sys.stdout.write(
        f"{len(files)} PDFs, best of {repeats}\n"
        f"plain pdfplumber loop {loop:7.2f} s\n"
        f"landing               {landed:7.2f} s   {loop / landed:.1f} times as fast as the loop\n"
        f"PDFium's bare text    {bare:7.2f} s   landing takes {landed / bare:.1f} times as long\n"
    )


if __name__ == "__main__":
    main()
