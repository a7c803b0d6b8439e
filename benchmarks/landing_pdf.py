"""How fast are PDFs landed, against a plain pdfplumber loop and PDFium's bare text?

Run: ``python benchmarks/landing_pdf.py FOLDER [REPEATS]``. One process, one after the other, the
best of the repeats of each; what counts is the ratio. The loop calls extract_text and
extract_tables on every page; the floor reads the text of every page with pypdfium2. Landing is all
that a worker does with a file, up to the written Parquet; imports are counted for neither.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from ingest.landing.folders import fingerprint
from ingest.landing.kept_rows import prepare, record_file
from ingest.landing.workers import Source, land_one
from ingest.settings import Settings


def plain_loop(file: Path) -> int:
    """Characters of text and cells that a plain pdfplumber loop finds."""
    found = 0
    with pdfplumber.open(file) as document:
        for page in document.pages:
            found += len(page.extract_text()) + sum(len(t) for t in page.extract_tables())
    return found


def landing(root: Path, file: Path) -> int:
    """Bytes of the Parquet file of the rows that a worker lands."""
    sha, size = fingerprint(file, 1000)
    land_one(Source(file, sha, size, 1000), root)
    return record_file(root, "row", sha).stat().st_size


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
    """Print the times and ratios, of each file and of all."""
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        root = prepare(dataclasses.replace(Settings.from_environment(), landing=Path(folder)))
        works = (plain_loop, partial(landing, root), floor)
        sys.stdout.write("  loop s  landing s  floor s  loop/landing  landing/floor  file\n")
        for some in [*([file] for file in files), files]:
            loop, landed, bare = (seconds(work, some, repeats) for work in works)
            name = some[0].name if len(some) == 1 else f"all {len(some)}"
            times = f"{loop:8.2f}{landed:11.3f}{bare:9.3f}"
            sys.stdout.write(f"{times}{loop / landed:14.1f}{landed / bare:15.1f}  {name}\n")


if __name__ == "__main__":
    main()
