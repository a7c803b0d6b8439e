"""What is in a file? What its reader finds, with the text of its scans read page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import cast

from ingest.document import Content, DocumentProblem, ScannedPage, Status, Table
from ingest.readers.registry import SIGNATURES, PictureReader, reader_named, readers_of

_MAX_SCANS = 500


def read(content: bytes) -> Content:
    """Return what is in a file, its scans read one after the other.

    Raises:
        DocumentProblem: the file is empty, of a format without a reader, or not readable.
    """
    found = read_text(content)
    return with_scans(found, {page: read_scan(content, page) for page in found.scans})


def read_scan(content: bytes, page: int) -> ScannedPage:
    """Read a page of `Content.scans` by OCR; a damaged one says so, the others can be read."""
    from ingest.readers.scan import reader as ocr  # slow to import, and few files have scans

    reader = next(reader for reader in readers_of(content) if reader.recognises(content))
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
    for reader in readers_of(content):
        if reader.recognises(content):
            return _bounded(reader.read(content))
    for signature, name, what in SIGNATURES:
        if content.startswith(signature):
            raise DocumentProblem(
                Status.UNSUPPORTED,
                f"The file is {what}, which can't be read yet: "
                "give what is in it as .xlsx, .docx, .pdf, .html or text (.txt, .md, .tsv).",
                name,
            )
    return reader_named("text.plain").read(content)


def _bounded(found: Content) -> Content:
    """What was found, with no more scans than are read in an hour."""
    if len(found.scans) <= _MAX_SCANS:
        return found
    note = f"Only the first {_MAX_SCANS} scanned pages are read: split the document."
    return replace(found, scans=found.scans[:_MAX_SCANS], notes=(*found.notes, note))
