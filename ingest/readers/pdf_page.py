"""What stands on a page of a PDF: visible characters and drawn lines, as PDFium gives them.

PDFium gives characters and paths some twenty times as fast as pdfminer. All coordinates are points
from the top left corner of the page as it is shown, whatever its rotation.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Box

# A filled shape thinner than this is a line that was drawn as a rectangle.
_THIN = 3.0
_MAX_DEPTH = 8
_WHITE = 250
_FORM = 4
_FIGURE = re.compile(r"\d[\d,]*\.\d\d\b")
_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Char:
    """One visible character; `size` is its height in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Edge:
    """One drawn line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageContent:
    """The characters and lines of a page. `image_share` is the part of it that pictures cover."""

    width: float
    height: float
    chars: tuple[Char, ...]
    edges: tuple[Edge, ...]
    image_share: float


def read_page(page: pdfium.PdfPage) -> PageContent:
    """Return what is drawn on a page."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    textpage = page.get_textpage()
    try:
        turn = (page.get_rotation() + _text_rotation(textpage)) % 360
        place = _placer(turn, left, bottom, width, height)
        edges: list[Edge] = []
        images = 0.0
        for kind, obj, matrix in _objects(page):
            if kind == raw.FPDF_PAGEOBJ_PATH:
                edges += _edges(obj, matrix, place)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                images += abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
        # Looking up what each text is clipped to takes longer than all the rest: only where figures
        # or lines make a form likely.
        is_form = len(edges) >= _FORM or len(_FIGURE.findall(textpage.get_text_range())) >= _FORM
        chars = tuple(_chars(textpage, place, (left, bottom, right, top), is_form))
    finally:
        textpage.close()
    if turn % 180:
        width, height = height, width
    return PageContent(width, height, chars, tuple(edges), images / max(width * height, 1))


def _placer(
    turn: int, left: float, bottom: float, width: float, height: float
) -> Callable[[float, float], _Point]:
    """A function from PDF's coordinates to those of the page as it is shown."""

    def place(x: float, y: float) -> _Point:
        x, y = x - left, y - bottom
        if turn == 90:
            return y, x
        if turn == 180:
            return width - x, y
        if turn == 270:
            return height - y, width - x
        return x, height - y

    return place


def _text_rotation(textpage: pdfium.PdfTextPage) -> int:
    """How far most characters are turned on the page: a wide form on an upright page is turned."""
    count = raw.FPDFText_CountChars(textpage)
    step = max(count // 50, 1)
    turns = Counter(
        round(math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) / 90) * 90 % 360
        for index in range(0, count, step)
        if raw.FPDFText_GetUnicode(textpage, index) > 32
    )
    return turns.most_common(1)[0][0] if turns else 0


def _chars(
    textpage: pdfium.PdfTextPage,
    place: Callable[[float, float], _Point],
    crop: Box,
    is_clipped: bool,
) -> Iterator[Char]:
    rect = raw.FS_RECTF()
    clips: dict[int, Box | None] = {}
    seen: set[tuple[str, int, int]] = set()
    high = 0
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        text = chr(code)
        if code < 32 or text.isspace():
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, index, rect):
            continue
        x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
        clip = _clip(textpage, index, clips) if is_clipped else None
        if not _inside(x, y, crop) or (clip and not _inside(x, y, clip)):
            continue
        (x0, y0), (x1, y1) = place(rect.left, rect.top), place(rect.right, rect.bottom)
        char = Char(text, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        # Fake bold prints a character twice, a hair apart.
        key = (text, round(char.x0 / 1.5), round(char.top / 1.5))
        if key not in seen:
            seen.add(key)
            yield char


def _clip(textpage: pdfium.PdfTextPage, index: int, clips: dict[int, Box | None]) -> Box | None:
    """What a character's text object is clipped to: its text beyond that isn't seen."""
    obj = raw.FPDFText_GetTextObject(textpage, index)
    if not obj:
        return None
    address = ctypes.cast(obj, ctypes.c_void_p).value or 0
    if address not in clips:
        clips[address] = _clip_box(obj)
    return clips[address]


def _clip_box(obj: object) -> Box | None:
    path = raw.FPDFPageObj_GetClipPath(obj)
    if not path:
        return None
    box: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFClipPath_CountPaths(path)):
        count = raw.FPDFClipPath_CountPathSegments(path, number)
        # Nearly every clip is a rectangle, for which two opposite corners will do: there is one
        # clip a text object, and some programs make an object of each character.
        corners = (0, 2) if count in (4, 5) else range(count)
        xs, ys = [], []
        for segment in corners:
            point = raw.FPDFClipPath_GetPathSegment(path, number, segment)
            raw.FPDFPathSegment_GetPoint(point, x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            part = (min(xs), min(ys), max(xs), max(ys))
            box = part if box is None else (
                max(box[0], part[0]), max(box[1], part[1]),
                min(box[2], part[2]), min(box[3], part[3]),
            )  # fmt: skip
    return box


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, object, _Matrix]]:
    """Every path and picture of a page, with its matrix, those inside forms too."""
    top = [raw.FPDFPage_GetObject(page, n) for n in range(raw.FPDFPage_CountObjects(page))]
    stack = [(obj, _IDENTITY, 0) for obj in reversed(top)]
    matrix = raw.FS_MATRIX()
    while stack:
        obj, outer, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(obj)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            continue
        own = _IDENTITY
        if raw.FPDFPageObj_GetMatrix(obj, matrix):
            own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        whole = _multiply(own, outer)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _MAX_DEPTH:
                count = raw.FPDFFormObj_CountObjects(obj)
                stack += [
                    (raw.FPDFFormObj_GetObject(obj, n), whole, depth + 1)
                    for n in reversed(range(max(count, 0)))
                ]
        else:
            yield kind, obj, whole


def _multiply(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _edges(obj: object, m: _Matrix, place: Callable[[float, float], _Point]) -> Iterator[Edge]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(obj, fill, stroke)
    stroked = bool(stroke.value) and _is_seen(raw.FPDFPageObj_GetStrokeColor, obj)
    filled = bool(fill.value) and _is_seen(raw.FPDFPageObj_GetFillColor, obj)
    if not stroked and not filled:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start: _Point | None = None
    last: _Point | None = None
    shape: list[_Point] = []
    for number in range(raw.FPDFPath_CountSegments(obj)):
        segment = raw.FPDFPath_GetPathSegment(obj, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b = x.value, y.value
        point = place(a * m[0] + b * m[2] + m[4], a * m[1] + b * m[3] + m[5])
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if filled and not stroked:
                yield from _filled(shape)
            start, shape = point, [point]
        else:
            shape.append(point)
            if stroked and kind == raw.FPDF_SEGMENT_LINETO and last is not None:
                yield from _straight(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and stroked and start is not None:
            yield from _straight(point, start)
    if filled and not stroked:
        yield from _filled(shape)


def _is_seen(colour: Callable[..., int], obj: object) -> bool:
    """Whether a colour shows on white paper."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not colour(obj, r, g, b, a):
        return True
    return a.value > 0 and min(r.value, g.value, b.value) < _WHITE


def _straight(p: _Point, q: _Point) -> Iterator[Edge]:
    if abs(p[0] - q[0]) < 1 or abs(p[1] - q[1]) < 1:
        yield Edge(min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]))


def _filled(shape: list[_Point]) -> Iterator[Edge]:
    """A thin filled shape is a line; a wide one is a cell's background, whose borders are lines."""
    if len(shape) < 2:
        return
    xs, ys = [p[0] for p in shape], [p[1] for p in shape]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 < _THIN:
        yield Edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 < _THIN:
        yield Edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    else:
        for p, q in (
            ((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)),
            ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1)),
        ):  # fmt: skip
            yield from _straight(p, q)
