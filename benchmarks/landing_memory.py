"""How much memory does a worker take at most on a long document, with a text layer and scanned?

Run: ``python benchmarks/landing_memory.py FILE.pdf [PAGES]``. The file's pages are repeated up to
100 pages, once as they are and once as pictures of 150 dots an inch. A worker's peak is measured
in a process of its own: it lands the text, or reads some scanned pages one after the other, as
workers do; how many scans follow does not matter, since a page is a job of its own.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2 as pdfium

from ingest.landing.folders import fingerprint
from ingest.landing.kept_rows import prepare
from ingest.settings import Settings

_SCANS_READ = 5


def repeated(file: Path, count: int) -> bytes:
    """The pages of a PDF again and again."""
    with pdfium.PdfDocument(file) as source, pdfium.PdfDocument.new() as target:
        while len(target) < count:
            target.import_pages(source, list(range(min(len(source), count - len(target)))))
        written = io.BytesIO()
        target.save(written)
    return written.getvalue()


def scanned(file: Path, count: int) -> bytes:
    """The same as grey pictures."""
    with pdfium.PdfDocument(file) as source:
        pictures = [page.render(scale=150 / 72).to_pil().convert("L") for page in source]
    pages = [pictures[number % len(pictures)] for number in range(count)]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return written.getvalue()


def work(kind: str, path: str) -> None:
    """What a worker does with the file, then its peak in MiB and the seconds on standard output."""
    from ingest.landing.workers import Source, land_one, read_page

    started = time.perf_counter()
    file = Path(path)
    sha, size = fingerprint(file, 1000)
    source = Source(file, sha, size, 1000)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"GONGKAI_LANDING": folder})
        rest = land_one(source, prepare(settings))
    if kind == "scanned":
        assert rest is not None, "no page of the file is a scan"
        for page in rest.found.scans[:_SCANS_READ]:
            read_page(source, page)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{peak:.0f} {time.perf_counter() - started:.1f}\n")


def main() -> None:
    """Print the peaks."""
    file = Path(sys.argv[1])
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    sys.stdout.write("    kind  pages  MiB  seconds\n")
    with tempfile.TemporaryDirectory() as folder:
        for kind, make in (("text", repeated), ("scanned", scanned)):
            long = Path(folder) / f"{kind}.pdf"
            long.write_bytes(make(file, pages))
            command = [sys.executable, __file__, "--worker", kind, str(long)]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            peak, seconds = told.split()
            sys.stdout.write(f"{kind:>8}{pages:7}{peak:>6}{seconds:>8}\n")


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        work(*sys.argv[2:])
    else:
        main()
