"""Is a page of a PDF a scan, and what does it look like?"""

from __future__ import annotations

from collections.abc import Iterable

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ingest.document import Box, DocumentProblem, Status
from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.page import PageContent

_COVERED, _LARGE = 0.5, 0.25  # of the page
_STAMP = 60  # characters: a page number, a signature or what a scanner's program writes on a scan
_DPI = 200.0
_MAX_PIXELS, _MAX_IMAGE_PIXELS = 18_000_000, 100_000_000


def is_scan(content: PageContent) -> bool:
    """Whether what is printed on a page is a picture, or drawn without saying which text it is.

    Hidden text behind or before the picture is another program's reading of it: not what is
    printed, and without a word on how sure it is. The page is read anew instead.
    """
    return content.unread > len(content.chars) or _picture_share(content) >= _COVERED


def has_large_picture(content: PageContent) -> bool:
    """Whether a page that is no scan may print a form as a picture."""
    return _picture_share(content) >= _LARGE


def _picture_share(content: PageContent) -> float:
    """The part of a page that pictures cover on which hardly any text stands."""
    area = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in content.images)
    share = area / (content.width * content.height)
    if share < _LARGE or sum(_is_on(char, content.images) for char in content.chars) > _STAMP:
        return 0.0
    return share


def _is_on(char: Char, boxes: Iterable[Box]) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def render(page: pdfium.PdfPage) -> tuple[Image.Image, float]:
    """A page as it is shown, in colour (seals are told by theirs), and its dots an inch.

    Raises:
        DocumentProblem: `UNREADABLE`, a picture on it is too large.
    """
    for image in page.get_objects((raw.FPDF_PAGEOBJ_IMAGE,)):
        width, height = image.get_px_size()
        if width * height > _MAX_IMAGE_PIXELS:
            raise DocumentProblem(
                Status.UNREADABLE,
                f"a picture has more than {_MAX_IMAGE_PIXELS // 1_000_000} million points: "
                "scan it again in black and white at 200 to 300 points an inch.",
                "pdf",
            )
    width, height = page.get_size()
    dpi = min(_DPI, 72 * (_MAX_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    try:
        return bitmap.to_pil().convert("RGB"), dpi
    finally:
        bitmap.close()
