"""Which reader reads this file? Decided by the bytes, never by the name.

A reader is a module with ``recognises(content) -> bool`` and ``read(content) -> Content``.
"""

from __future__ import annotations

from typing import Protocol

from ingest.document import Content, DocumentProblem, Status
from ingest.readers import pdf, text, web, word, workbook


class Reader(Protocol):
    """What a reader module offers."""

    def recognises(self, content: bytes) -> bool:
        """Whether the bytes are of the reader's format."""

    def read(self, content: bytes) -> Content:
        """What is in the file, or a DocumentProblem."""


_READERS: tuple[Reader, ...] = (pdf, word, workbook, web, text)

# Signatures of formats that people drop into the folder, so that the message can name them.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "zip", "a zip file without a workbook or document of Office's"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old Office file without a workbook or a Word document"),
    (b"\x89PNG", "png", "a picture"),
    (b"\xff\xd8\xff", "jpeg", "a picture"),
    (b"II*\x00", "tiff", "a picture"),
    (b"MM\x00*", "tiff", "a picture"),
)


def read(content: bytes) -> Content:
    """Return what is in a file.

    Raises:
        DocumentProblem: the file is empty, of a format without a reader, or not readable.
    """
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise DocumentProblem(Status.EMPTY, "The file is empty: publish or copy it again.")
    for reader in _READERS[:-1]:
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
    return text.read(content)
