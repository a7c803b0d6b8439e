"""Which reader reads this file? Decided by the bytes, never by the name.

A reader is a module with ``recognises(content) -> bool`` and ``read(content) -> Content``. One
whose content has `scans` leaves these pages blank and gives their ``picture(content, page)``:
reading a picture takes seconds, so that each page is a job of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from ingest.document import Content

if TYPE_CHECKING:
    from PIL.Image import Image

_PDF = b"%PDF-"
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

# Signatures of formats that people drop into the folder, so that the message can name them.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "zip", "a zip file without a workbook or document of Office's"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old Office file without a workbook or a Word document"),
)


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


def readers_of(content: bytes) -> Iterator[Reader]:
    """The readers to ask, in order; those that take long to import only where they may be meant."""
    if _PDF in content[:1024]:
        yield reader_named("pdf.reader")
    if content.startswith(_PICTURE):
        yield reader_named("scan.image")
    yield reader_named("office.word")
    if content.startswith(_OFFICE):
        yield reader_named("office.workbook")
    yield reader_named("text.web")


def reader_named(name: str) -> Reader:
    return cast(Reader, import_module(f"ingest.readers.{name}"))
