"""What stands on a page of a PDF: visible characters and drawn lines, as PDFium gives them.

PDFium gives characters and paths some twenty times as fast as pdfminer. All coordinates are points
from the top left corner of the page as it is shown, whatever its rotation.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Box
from ingest.readers.pdf_hidden import HiddenText

# A filled shape thinner than this is a line that was drawn as a rectangle.
_THIN = 3.0
_MAX_DEPTH = 8
_WHITE = 250
_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)
_EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)


class Char(NamedTuple):
    """One visible character; `size` is its height in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


class Edge(NamedTuple):
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
    """The characters, lines and pictures of a page.

    `unread` is how many further characters aren't seen, or don't say which text they are.
    """

    width: float
    height: float
    chars: tuple[Char, ...]
    edges: tuple[Edge, ...]
    images: tuple[Box, ...]
    unread: int


def read_page(page: pdfium.PdfPage) -> PageContent:
    """Return what is drawn on a page."""
    crop = left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    textpage = page.get_textpage()
    try:
        texts = _texts(textpage.raw)
        turn = (page.get_rotation() + _text_rotation(textpage.raw, texts)) % 360
        place = _placer(turn, left, bottom, width, height)
        edges: list[Edge] = []
        images: list[Box] = []
        clips, hidden = _Clips(), HiddenText()
        for kind, obj, matrix, clip in _objects(page.raw):
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                clips.add(obj, matrix, clip)
                hidden.add(obj)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                edges += _edges(obj, matrix, place)
            else:
                box = _overlap(_overlap(crop, clip), _unit_square(matrix))
                if box[0] < box[2] and box[1] < box[3]:
                    hidden.cover(page, obj, box, width * height)
                    images.append(_placed(box, place))
        seen = hidden.seen(textpage.raw, texts) if hidden else texts
        chars = tuple(_chars(textpage.raw, seen, place, crop, clips))
        unread = sum(map(_is_unread, seen))
    finally:
        textpage.close()
    if turn % 180:
        width, height = height, width
    return PageContent(width, height, chars, tuple(edges), tuple(images), unread)


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


def _texts(textpage: object) -> Sequence[str]:
    """The text of each character by its number; characters without a text are empty."""
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    # All at once leaves out characters without a text, and parts those beyond 16 bits.
    if length == count:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    texts, high = [], 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high, code = code, 0
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        texts.append(chr(code) if code else "")
    return texts


def _text_rotation(textpage: object, texts: Sequence[str]) -> int:
    """How far most characters are turned on the page: a wide form on an upright page is turned."""
    turns = Counter(
        round(math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) / 90) * 90 % 360
        for index in range(0, len(texts), max(len(texts) // 50, 1))
        if texts[index] > " "
    )
    return turns.most_common(1)[0][0] if turns else 0


def _chars(
    textpage: object,
    texts: Sequence[str],
    place: Callable[[float, float], _Point],
    crop: Box,
    clips: _Clips,
) -> Iterator[Char]:
    rect, get_box = raw.FS_RECTF(), raw.FPDFText_GetLooseCharBox
    low_x, low_y, high_x, high_y = _grown(_overlap(crop, clips.common))
    for index, text in enumerate(texts):
        if text <= " " or text.isspace() or not get_box(textpage, index, rect):
            continue
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        x, y = (left + right) / 2, (bottom + top) / 2
        if not (low_x <= x <= high_x and low_y <= y <= high_y):
            clip = _overlap(crop, clips.of(raw.FPDFText_GetTextObject(textpage, index)))
            if not _inside(x, y, clip):
                continue
        (x0, y0), (x1, y1) = place(left, top), place(right, bottom)
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        yield Char(text, x0, y0, x1, y1)


class _Clips:
    """What the texts of a page are clipped to: text beyond that isn't seen.

    Some programs make an object of each character, but few clips: each is looked at once. `common`
    is what no text is clipped to less than.
    """

    def __init__(self) -> None:
        self.common = _EVERYWHERE
        self._boxes: dict[int, Box] = {}

    def add(self, obj: object, matrix: _Matrix, outer: Box) -> None:
        """Take note of a text's clip; `matrix` and `outer` are those of the form around it."""
        path = raw.FPDFPageObj_GetClipPath(obj)
        key = _clip_key(path)
        if key not in self._boxes:
            self._boxes[key] = _overlap(outer, _clip_box(path, matrix))
            self.common = _overlap(self.common, self._boxes[key])

    def of(self, obj: object) -> Box:
        """What a text that was noted is clipped to."""
        if not obj:
            return _EVERYWHERE
        return self._boxes.get(_clip_key(raw.FPDFPageObj_GetClipPath(obj)), _EVERYWHERE)


def _clip_key(path: object) -> int:
    """The address of the last of the paths that are clipped to one after the other."""
    count = raw.FPDFClipPath_CountPaths(path)
    if count <= 0:
        return 0
    first = raw.FPDFClipPath_GetPathSegment(path, count - 1, 0)
    return ctypes.addressof(first.contents) if first else 0


def _clip_box(path: object, matrix: _Matrix) -> Box:
    box = _EVERYWHERE
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFClipPath_CountPaths(path)):
        points = []
        for segment in range(raw.FPDFClipPath_CountPathSegments(path, number)):
            point = raw.FPDFClipPath_GetPathSegment(path, number, segment)
            raw.FPDFPathSegment_GetPoint(point, x, y)
            points.append(_moved(matrix, x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            box = _overlap(box, (min(xs), min(ys), max(xs), max(ys)))
    return box


def _overlap(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]), max(one[1], other[1]),
        min(one[2], other[2]), min(one[3], other[3]),
    )  # fmt: skip


def _grown(box: Box) -> Box:
    return box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _objects(page: object) -> Iterator[tuple[int, object, _Matrix, Box]]:
    """Every text, path and picture of a page, those inside forms too.

    With each comes its matrix and what the forms around it are clipped to; the matrix of a text is
    that of the form around it.
    """
    get_kind, text = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_TEXT
    others = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    top = [raw.FPDFPage_GetObject(page, n) for n in range(raw.FPDFPage_CountObjects(page))]
    stack = [(obj, _IDENTITY, _EVERYWHERE, 0) for obj in reversed(top)]
    matrix = raw.FS_MATRIX()
    while stack:
        obj, outer, clip, depth = stack.pop()
        kind = get_kind(obj)
        if kind == text:
            yield kind, obj, outer, clip
        elif kind in others:
            own = _IDENTITY
            if raw.FPDFPageObj_GetMatrix(obj, matrix):
                own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
            whole = _multiply(own, outer)
            if kind != raw.FPDF_PAGEOBJ_FORM:
                yield kind, obj, whole, clip
            elif depth < _MAX_DEPTH:
                clip = _overlap(clip, _clip_box(raw.FPDFPageObj_GetClipPath(obj), outer))
                stack += [
                    (raw.FPDFFormObj_GetObject(obj, n), whole, clip, depth + 1)
                    for n in reversed(range(max(raw.FPDFFormObj_CountObjects(obj), 0)))
                ]


def _is_unread(text: str) -> bool:
    """Whether a character has no text: none, that of no alphabet, or a sign that it is unknown."""
    return not text or "\ue000" <= text <= "\uf8ff" or "\ufffd" <= text <= "\uffff"


def _unit_square(m: _Matrix) -> Box:
    """What a picture covers: it is drawn into a square of 1 by 1."""
    xs, ys = zip(*(_moved(m, x, y) for x in (0, 1) for y in (0, 1)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _placed(box: Box, place: Callable[[float, float], _Point]) -> Box:
    (x0, y0), (x1, y1) = place(box[0], box[1]), place(box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _moved(m: _Matrix, x: float, y: float) -> _Point:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


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
        point = place(*_moved(m, x.value, y.value))
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
