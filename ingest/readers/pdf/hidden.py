"""Which text of a PDF's page isn't seen: invisible, or under a picture?

Programs that make scans searchable write their reading so, behind or before the picture.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Box

_COVERED = 0.5  # of the page: smaller pictures are looked at less closely
_MAX_PIXELS = 100_000_000
_ALPHA = 3  # the byte of a point


class HiddenText:
    """The text objects of a page that can't be seen, gathered in the order of painting."""

    def __init__(self) -> None:
        self._painted: list[object] = []
        self._invisible: set[int] = set()
        self._under: list[tuple[set[int], Box]] = []

    def __bool__(self) -> bool:
        return bool(self._invisible or self._under)

    def add(self, obj: object, mode: int) -> None:
        """Take note of a text and its mode."""
        self._painted.append(obj)
        if mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            self._invisible.add(address(obj))

    def cover(self, page: pdfium.PdfPage, image: object, box: Box, area: float) -> None:
        """Take note of a picture over what was painted before; `area` is the page's."""
        covered = (box[2] - box[0]) * (box[3] - box[1])
        if self._painted and covered >= _COVERED * area and _is_opaque(page, image):
            self._under.append((set(map(address, self._painted)), box))

    def seen(self, textpage: object, texts: Sequence[str]) -> list[str]:
        """The characters of the page, those that aren't seen without a text."""
        return [
            "" if text > " " and self._is_hidden(textpage, index) else text
            for index, text in enumerate(texts)
        ]

    def _is_hidden(self, textpage: object, index: int) -> bool:
        obj = raw.FPDFText_GetTextObject(textpage, index)
        place = address(obj) if obj else 0
        if place in self._invisible:
            return True
        rect = raw.FS_RECTF()
        for below, (left, bottom, right, top) in self._under:
            if place in below and raw.FPDFText_GetLooseCharBox(textpage, index, rect):
                x, y = (rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2
                if left <= x <= right and bottom <= y <= top:
                    return True
        return False


def address(obj: object) -> int:
    """What tells an object of a page from the others."""
    return ctypes.cast(obj, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _is_opaque(page: pdfium.PdfPage, image: object) -> bool:
    """Whether nothing is seen through a picture, as through a watermark."""
    if raw.FPDFPageObj_HasTransparency(image):
        return False
    width, height = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(image, width, height)
    if width.value * height.value > _MAX_PIXELS:
        return True
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, image)
    if not bitmap:
        return True
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        stride, rows = raw.FPDFBitmap_GetStride(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        points = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        alphas = points[_ALPHA::4]
        return alphas.count(255) > len(alphas) / 2
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
