"""Is an Office file, a zip or an OLE archive, safe to open, and what is in it?"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import olefile

from ingest.document import DocumentProblem, Status

_ZIP, _OLE = b"PK\x03\x04", olefile.MAGIC
_WORD = b"\xec\xa5"
_MAX_BYTES = 300_000_000
_MAX_RATIO = 200
_APPLICATION_NAME, _BYTES = 0x12, 0x1E  # of an OLE file's summary: a property, a property's type
_MAX_PROPERTIES, _MAX_NAME = 1000, 200
_XML = (".xml", ".rels", ".vml")
# A document type declares entities. Office's XML never has one; in text "<" is written "&lt;".
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P|E\x00?N\x00?T\x00?I\x00?T)")
_APPLICATION = re.compile(rb"<Application>([^<]{1,100})</Application>")

# What the libraries that take the bytes apart raise when they are not what they should be.
MALFORMED = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, LookupError, ValueError,
    TypeError, AttributeError, AssertionError, ArithmeticError, NotImplementedError, RecursionError,
    SyntaxError,
)  # fmt: skip


def damaged(file_format: str, remedy: str) -> DocumentProblem:
    """The problem of a file that is cut off or broken."""
    return DocumentProblem(
        Status.UNREADABLE, f"The file is damaged or cut off: {remedy}.", file_format
    )


def is_zip(content: bytes) -> bool:
    """True for a zip, whatever is in it."""
    return content.startswith(_ZIP)


def zip_holds(content: bytes, pattern: str) -> bool:
    """True for a zip with a part of such a name; of a cut-off zip, with one in the same folder."""
    if not is_zip(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(re.fullmatch(pattern, name) for name in archive.namelist())
    except MALFORMED:
        folder = pattern.partition("/")[0].encode() + b"/"
        return bool(re.search(rb"PK\x03\x04.{26}" + folder, content, re.DOTALL))


def ole_streams(content: bytes) -> frozenset[str] | None:
    """The names in the root of an OLE file in lower case; None for another or a damaged file."""
    if not content.startswith(_OLE):
        return None
    try:
        with olefile.OleFileIO(content) as ole:
            return frozenset(entry[0].lower() for entry in ole.listdir())
    except MALFORMED:
        return None


def is_damaged(content: bytes) -> bool:
    """True for a file that begins as a zip or an OLE file and lists nothing that is in it."""
    if content.startswith(_OLE):
        return not ole_streams(content)
    return is_zip(content) and not zipfile.is_zipfile(io.BytesIO(content))


def is_encrypted_word(content: bytes) -> bool:
    """True for an old Word document with a password: a bit of its header says so."""
    try:
        with olefile.OleFileIO(content) as ole:
            head = ole.openstream("WordDocument").read(12)
            return head.startswith(_WORD) and bool(head[11] & 1)
    except MALFORMED:
        return False


def ole_producer(content: bytes) -> str:
    """The program that wrote an OLE file, as it says."""
    try:
        with olefile.OleFileIO(content) as ole:
            summary = ole.openstream("\x05SummaryInformation").read()
            [section] = struct.unpack_from("<I", summary, 44)
            [count] = struct.unpack_from("<I", summary, section + 4)
            # Not get_metadata(): it reads all properties, however many a damaged one says it has.
            for number in range(min(count, _MAX_PROPERTIES)):
                key, place = struct.unpack_from("<II", summary, section + 8 + 8 * number)
                if key == _APPLICATION_NAME:
                    begin = section + place
                    kind, length = struct.unpack_from("<II", summary, begin)
                    name: bytes = summary[begin + 8 :][: min(length, _MAX_NAME)]
                    if kind == _BYTES:
                        return name.partition(b"\0")[0].decode("gb18030", "replace").strip()
    except MALFORMED:
        pass
    return ""


def parts_of(content: bytes, file_format: str) -> dict[str, bytes]:
    """The XML parts of a zip by name, after it has been checked in full.

    Raises:
        DocumentProblem: `UNREADABLE`, it is damaged, encrypted, swells when unpacked, or declares
            entities.
    """
    remedy = "publish or copy it again"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise encrypted(file_format)
            size = sum(entry.file_size for entry in entries)
            if size > min(_MAX_BYTES, _MAX_RATIO * len(content)):
                raise DocumentProblem(
                    Status.UNREADABLE,
                    f"The file swells from {len(content)} to {size} bytes when unpacked, more than "
                    "a disclosure does: open it and save its forms as a new file.",
                    file_format,
                )
            parts = {e.filename: archive.read(e) for e in entries if e.filename.endswith(_XML)}
    except MALFORMED as error:
        raise damaged(file_format, remedy) from error
    if any(_DOCTYPE.search(part) for part in parts.values()):
        raise DocumentProblem(
            Status.UNREADABLE,
            "The file's XML declares entities, which no Office program writes: "
            "open it and save its forms as a new file.",
            file_format,
        )
    return parts


def encrypted(file_format: str) -> DocumentProblem:
    """The problem of a file that asks for a password."""
    return DocumentProblem(
        Status.UNREADABLE, "The file is encrypted: publish it without a password.", file_format
    )


def producer_of(parts: dict[str, bytes]) -> str:
    """The program that wrote an Office file, as it says."""
    found = _APPLICATION.search(parts.get("docProps/app.xml", b""))
    return found[1].decode("utf-8", "replace") if found else ""
