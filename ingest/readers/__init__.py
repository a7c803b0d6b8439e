"""Which reader reads this file? Decided by the bytes, never by the name.

A reader is a module with ``recognises(content) -> bool`` and ``read(content) -> Content``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from ingest.document import Content, DocumentProblem, Status


class Reader(Protocol):
    """What a reader module offers."""

    def recognises(self, content: bytes) -> bool:
        """Whether the bytes are of the reader's format."""

    def read(self, content: bytes) -> Content:
        """What is in the file, or a DocumentProblem."""


_PDF = b"%PDF-"
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

# Signatures of formats that people drop into the folder, so that the message can name them.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "zip", "a zip file without a workbook or document of Office's"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old Office file without a workbook or a Word document"),
)


def read(content: bytes) -> Content:
    """Return what is in a file.

    Raises:
        DocumentProblem: the file is empty, of a format without a reader, or not readable.
    """
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise DocumentProblem(Status.EMPTY, "The file is empty: publish or copy it again.")
    for reader in _readers(content):
        if reader.recognises(content):
            return reader.read(content)
    for signature, name, what in _SIGNATURES:
        if content.startswith(signature):
            raise DocumentProblem(
                Status.UNSUPPORTED,
                f"The file is {what}, which can't be read yet: "
                "give what is in it as .xlsx, .docx, .pdf, .html or text (.txt, .md, .tsv).",
                name,
            )
    return _reader("text").read(content)


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
