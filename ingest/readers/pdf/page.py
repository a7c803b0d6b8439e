"""What stands on a page of a PDF: visible characters and drawn lines, as PDFium gives them.

PDFium gives characters and paths some twenty times as fast as pdfminer. All coordinates are points
from the top left corner of the page when it is turned so that its text is upright.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Box
from ingest.readers.pdf.chars import (
    Char,
    Clips,
    chars_of,
    clip_box,
    is_unread,
    texts_of,
    upright_turn,
)
from ingest.readers.pdf.geometry import (
    EVERYWHERE,
    IDENTITY,
    Matrix,
    multiply,
    overlap,
    placed,
    placer,
    unit_square,
)
from ingest.readers.pdf.hidden import HiddenText
from ingest.readers.pdf.ink import Inks, Layer, layers_of, opacity_of
from ingest.readers.pdf.lines import Edge, edges_of, without_bands, without_dashes

_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class PageContent:
    """The characters, lines and pictures of a page.

    `unread` is how many further characters aren't seen, or don't say which text they are. The page
    is `turned` clockwise by so many degrees from how it is shown, so that its text is upright. The
    text `over` it is none of its characters; `layers` of these may be over it too. A page that is
    one of several on a sheet begins at its `left`.
    """

    width: float
    height: float
    chars: tuple[Char, ...]
    edges: tuple[Edge, ...]
    images: tuple[Box, ...]
    unread: int
    turned: int = 0
    over: str = ""
    layers: tuple[Layer, ...] = ()
    left: float = 0.0

    def as_shown(self, box: Box) -> Box:
        """Where a box of the upright page is on the page as it is shown."""
        x0, top, x1, bottom = box
        x0, x1 = x0 + self.left, x1 + self.left
        if self.turned == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.turned == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turned == 270:
            return self.height - bottom, x0, self.height - top, x1
        return x0, top, x1, bottom


def read_page(page: pdfium.PdfPage) -> PageContent:
    """Return what is drawn on a page."""
    crop = left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    textpage = page.get_textpage()
    try:
        texts = texts_of(textpage.raw)
        shown = page.get_rotation()
        upright = upright_turn(textpage.raw, texts)
        turn = shown if upright is None else upright
        place = placer(turn, left, bottom, width, height)
        edges: list[Edge] = []
        images: list[Box] = []
        clips, hidden, inks = Clips(), HiddenText(), Inks()
        for kind, obj, matrix, clip, opacity in _objects(page.raw):
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                clips.add(obj, matrix, clip)
                mode = raw.FPDFTextObj_GetTextRenderMode(obj)
                hidden.add(obj, mode)
                inks.add(obj, mode, matrix, opacity)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                edges += edges_of(obj, matrix, place)
            else:
                box = overlap(overlap(crop, clip), unit_square(matrix))
                if box[0] < box[2] and box[1] < box[3]:
                    hidden.cover(page, obj, box, width * height)
                    images.append(placed(box, place))
        seen = hidden.seen(textpage.raw, texts) if hidden else texts
        written = inks.written(textpage.raw, seen)
        numbered = dict(chars_of(textpage.raw, written.texts, place, crop, clips))
        chars = tuple(numbered.values())
        unread = sum(map(is_unread, written.texts))
    finally:
        textpage.close()
    if turn % 180:
        width, height = height, width
    heights = [(char.top + char.bottom) / 2 for char in chars]
    lines = tuple(without_bands(without_dashes(edges), heights))
    turned = (turn - shown) % 360
    layers = layers_of(written, list(numbered))
    return PageContent(
        width, height, chars, lines, tuple(images), unread, turned, written.aslant, layers
    )


def _objects(page: object) -> Iterator[tuple[int, object, Matrix, Box, float]]:
    """Every text, path and picture of a page, those inside forms too.

    With each comes its matrix and what the forms around it are clipped to, and how opaque they are;
    the matrix of a text is that of the form around it.
    """
    get_kind, text = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_TEXT
    others = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    top = [raw.FPDFPage_GetObject(page, n) for n in range(raw.FPDFPage_CountObjects(page))]
    stack = [(obj, IDENTITY, EVERYWHERE, 1.0, 0) for obj in reversed(top)]
    matrix = raw.FS_MATRIX()
    while stack:
        obj, outer, clip, opacity, depth = stack.pop()
        kind = get_kind(obj)
        if kind == text:
            yield kind, obj, outer, clip, opacity
        elif kind in others:
            own = IDENTITY
            if raw.FPDFPageObj_GetMatrix(obj, matrix):
                own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
            whole = multiply(own, outer)
            if kind != raw.FPDF_PAGEOBJ_FORM:
                yield kind, obj, whole, clip, opacity
            elif depth < _MAX_DEPTH:
                clip = overlap(clip, clip_box(raw.FPDFPageObj_GetClipPath(obj), outer))
                opacity *= opacity_of(obj)
                stack += [
                    (raw.FPDFFormObj_GetObject(obj, n), whole, clip, opacity, depth + 1)
                    for n in reversed(range(max(raw.FPDFFormObj_CountObjects(obj), 0)))
                ]
