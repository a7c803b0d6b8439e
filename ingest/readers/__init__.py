"""Which reader reads this file? Decided by the bytes, never by the name.

A reader is a module with ``recognises(content) -> bool`` and ``read(content) -> Content``. One
whose content has `scans` leaves these pages blank and gives their ``picture(content, page)``:
reading a picture takes seconds, so that each page is a job of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Protocol, cast

from ingest.document import Content, DocumentProblem, ScannedPage, Status, Table

if TYPE_CHECKING:
    from PIL.Image import Image


class Reader(Protocol):
    """What a reader module offers."""

    def recognises(self, content: bytes) -> bool:
        """Whether the bytes are of the reader's format."""

    def read(self, content: bytes) -> Content:
        """What is in the file but for the text of its scans, or a DocumentProblem."""


class PictureReader(Reader, Protocol):
    """What a reader of a format with scans offers besides."""

    def picture(self, content: bytes, page: int) -> tuple[Image, float]:
        """A page, from 1, as a picture, and its dots an inch; or a DocumentProblem."""


_MAX_SCANS = 500
_PDF = b"%PDF-"
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

# Signatures of formats that people drop into the folder, so that the message can name them.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "zip", "a zip file without a workbook or document of Office's"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old Office file without a workbook or a Word document"),
)


def read(content: bytes) -> Content:
    """Return what is in a file, its scans read one after the other.

    Raises:
        DocumentProblem: the file is empty, of a format without a reader, or not readable.
    """
    found = read_text(content)
    return with_scans(found, {page: read_scan(content, page) for page in found.scans})


def read_scan(content: bytes, page: int) -> ScannedPage:
    """Read a page of `Content.scans` by OCR; a damaged one says so, the others can be read."""
    from ingest.readers import ocr  # slow to import, and few files have scans

    reader = next(reader for reader in _readers(content) if reader.recognises(content))
    try:
        image, dpi = cast(PictureReader, reader).picture(content, page)
    except DocumentProblem as problem:
        return ScannedPage(note=problem.message)
    return ocr.read_page(image, page, dpi)


def with_scans(found: Content, scanned: Mapping[int, ScannedPage]) -> Content:
    """Put what was read on scans in its place among the other pages.

    Raises:
        DocumentProblem: nothing is in the document: `UNREADABLE`, every scan is damaged, or
            `NO_TABLES`, no text is on them.
    """
    if not scanned:
        return found
    pages = list(found.pages)
    notes = list(found.notes)
    for page, scan in sorted(scanned.items()):
        pages[page - 1] = scan.text
        notes += [scan.note] if scan.note else []
    read = chain.from_iterable(scan.tables for scan in scanned.values())
    tables: list[Table] = []
    line = 0
    for table in sorted([*found.tables, *read], key=lambda t: (t.rows[0].page, t.table_number)):
        rows = [replace(row, line_number=line + n) for n, row in enumerate(table.rows, start=1)]
        line += len(rows)
        tables.append(replace(table, table_number=len(tables) + 1, rows=tuple(rows)))
    if not tables and notes:
        raise DocumentProblem(Status.UNREADABLE, " ".join(notes), found.format)
    if not tables:
        raise DocumentProblem(
            Status.NO_TABLES,
            "No text can be read in the pictures: scan the disclosure again, or give its text.",
            found.format,
        )
    return replace(found, pages=tuple(pages), tables=tuple(tables), notes=tuple(notes))


def read_text(content: bytes) -> Content:
    """Return what is in a file but for the text of its scans.

    Raises:
        DocumentProblem: the file is empty, of a format without a reader, or not readable.
    """
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise DocumentProblem(Status.EMPTY, "The file is empty: publish or copy it again.")
    for reader in _readers(content):
        if reader.recognises(content):
            return _bounded(reader.read(content))
    for signature, name, what in _SIGNATURES:
        if content.startswith(signature):
            raise DocumentProblem(
                Status.UNSUPPORTED,
                f"The file is {what}, which can't be read yet: "
                "give what is in it as .xlsx, .docx, .pdf, .html or text (.txt, .md, .tsv).",
                name,
            )
    return _reader("text").read(content)


def _bounded(found: Content) -> Content:
    """What was found, with no more scans than are read in an hour."""
    if len(found.scans) <= _MAX_SCANS:
        return found
    note = f"Only the first {_MAX_SCANS} scanned pages are read: split the document."
    return replace(found, scans=found.scans[:_MAX_SCANS], notes=(*found.notes, note))


def _readers(content: bytes) -> Iterator[Reader]:
    """The readers to ask, in order; those that take long to import only where they may be meant."""
    if _PDF in content[:1024]:
        yield _reader("pdf")
    if content.startswith(_PICTURE):
        yield _reader("image")
    yield _reader("word")
    if content.startswith(_OFFICE):
        yield _reader("workbook")
    yield _reader("web")


def _reader(name: str) -> Reader:
    return cast(Reader, import_module(f"ingest.readers.{name}"))
