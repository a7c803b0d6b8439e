"""What is in a picture of a disclosure: a PNG, a JPEG or a TIFF of one or more pages?"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image, ImageOps

from ingest.document import Content, DocumentProblem, Status

_SIGNATURES = {
    b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg",
    b"II*\x00": "tiff", b"MM\x00*": "tiff", b"II+\x00": "tiff", b"MM\x00+": "tiff",
}  # fmt: skip
_MAX_PIXELS = 100_000_000
_PAPER = (2.0, 24.0)  # inches: what is said to be smaller or larger is no page
_A4 = 842 / 72
_TIFF = 42
_ORIENTATION, _SOFTWARE = 0x0112, 0x0131  # tags of Exif
_COLOURED = ("P", "CMYK", "YCbCr", "LAB", "HSV")
# What Pillow raises for pictures that are not what they should be.
_DAMAGED = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError,
    struct.error, zlib.error,
)  # fmt: skip


def recognises(content: bytes) -> bool:
    """A picture begins with its signature."""
    return content.startswith(tuple(_SIGNATURES))


def read(content: bytes) -> Content:
    """Return the pages of a picture, which are all scans.

    Raises:
        DocumentProblem: `UNREADABLE`, damaged or too large.
    """
    name = _format_of(content)
    with _quiet(), _opened(content, name) as file:
        producer, count = _producer(file), _page_count(file, name)
    notes = []
    if name == "tiff" and _is_cut_off(content, count):
        notes.append(f"The picture is cut off: what follows page {count} is lost.")
    scans = tuple(range(1, count + 1))
    return Content(name, producer, ("",) * count, notes=tuple(notes), scans=scans)


def picture(content: bytes, page: int) -> tuple[Image.Image, float]:
    """A page in grey or colour, upright, and its dots an inch.

    Raises:
        DocumentProblem: `UNREADABLE`, the page is damaged or too large.
    """
    name, what = _format_of(content), f"Page {page}"
    with _quiet(), _opened(content, name, what) as file:
        try:
            file.seek(page - 1)
            if file.width * file.height > _MAX_PIXELS:
                raise _too_large(what, name)
            return _on_paper(file), _dpi(file)
        except Image.DecompressionBombError as error:
            raise _too_large(what, name) from error
        except _DAMAGED as error:
            raise _damaged(what, name) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of what is amiss in a picture and of its size, which is looked at here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _format_of(content: bytes) -> str:
    return next(name for start, name in _SIGNATURES.items() if content.startswith(start))


def _opened(content: bytes, name: str, what: str = "The picture") -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF"))
    except Image.DecompressionBombError as error:
        raise _too_large(what, name) from error
    except _DAMAGED as error:
        raise _damaged(what, name) from error


def _producer(file: Image.Image) -> str:
    try:
        return str(file.getexif().get(_SOFTWARE, "")).strip("\0 ")
    except _DAMAGED:
        return ""


def _page_count(file: Image.Image, name: str) -> int:
    try:
        return int(getattr(file, "n_frames", 1)) if name == "tiff" else 1
    except _DAMAGED:
        return 1


def _is_cut_off(content: bytes, pages: int) -> bool:
    """Whether the chain of a TIFF's pages leads out of the file: Pillow reads as far as it goes."""
    order = "<" if content[:2] == b"II" else ">"
    if struct.unpack_from(f"{order}H", content, 2)[0] != _TIFF:
        return False  # a BigTIFF
    try:
        (offset,) = struct.unpack_from(f"{order}I", content, 4)
        for _ in range(pages):
            (entries,) = struct.unpack_from(f"{order}H", content, offset)
            (offset,) = struct.unpack_from(f"{order}I", content, offset + 2 + 12 * entries)
    except struct.error:
        return True
    return int(offset) >= len(content)


def _on_paper(file: Image.Image) -> Image.Image:
    """A page in grey or colour, as it is meant to be looked at: upright, on white paper."""
    turned = file.getexif().get(_ORIENTATION, 1) != 1
    page = ImageOps.exif_transpose(file) if turned else file
    file.load()
    if page.mode.startswith(("I", "F")):
        values = np.asarray(page, dtype=np.float64)
        reach = max(float(np.ptp(values)), 1.0)
        return Image.fromarray(((values - values.min()) * (255 / reach)).astype(np.uint8))
    if page.has_transparency_data:
        layer = page.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer)
        return paper
    if page.mode in ("L", "RGB"):
        return page
    return page.convert("RGB" if page.mode in _COLOURED else "L")


def _dpi(file: Image.Image) -> float:
    """The resolution that a picture says, if that makes it a page; else that of a page of A4."""
    longest = max(file.size)
    try:
        said = float(file.info["dpi"][0])
        if _PAPER[0] <= longest / said <= _PAPER[1]:
            return said
    except _DAMAGED:
        pass
    return longest / _A4


def _damaged(what: str, name: str) -> DocumentProblem:
    return DocumentProblem(
        Status.UNREADABLE, f"{what} is damaged or cut off: copy or scan it again.", name
    )


def _too_large(what: str, name: str) -> DocumentProblem:
    return DocumentProblem(
        Status.UNREADABLE,
        f"{what} has more than {_MAX_PIXELS // 1_000_000} million points: "
        "scan it again in black and white at 200 to 300 points an inch.",
        name,
    )
