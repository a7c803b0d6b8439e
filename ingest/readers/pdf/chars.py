"""Which characters are seen on a page of a PDF, and where?"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2.raw as raw

from ingest.document import Box
from ingest.readers.ideographs import with_ideographs
from ingest.readers.pdf.geometry import EVERYWHERE, Matrix, Placer, grown, inside, moved, overlap

# A Chinese character's box is nearly square; a line reaches from below to above where it is
# written by so much of the font's size.
_SQUARE, _FLAT, _SMALL_HEIGHT = 0.75, 0.75, 1.9
_DESCENT, _ASCENT = -0.12, 0.88
_ASLANT = 5.0  # degrees
_SMALL = frozenset("-.,'·—–…“”‘’\"")


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


def texts_of(textpage: object) -> Sequence[str]:
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
            return with_ideographs(text)
    texts, high = [], 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high, code = code, 0
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        texts.append(with_ideographs(chr(code)) if code else "")
    return texts


def upright_turn(textpage: object, texts: Sequence[str]) -> int | None:
    """How far most characters are to be turned clockwise to stand upright; None without any.

    A wide form on an upright page is written turned, whether or not the page is shown turned back.
    What is aslant, a watermark, says nothing.
    """
    for every in {max(len(texts) // 50, 1): None, 1: None}:
        angles = [
            math.degrees(raw.FPDFText_GetCharAngle(textpage, index))
            for index in range(0, len(texts), every)
            if texts[index] > " "
        ]
        turns = Counter(
            -round(angle / 90) * 90 % 360
            for angle in angles
            if abs(angle - round(angle / 90) * 90) < _ASLANT
        )
        if turns:
            return turns.most_common(1)[0][0]
    return None


def chars_of(
    textpage: object, texts: Sequence[str], place: Placer, crop: Box, clips: Clips
) -> Iterator[tuple[int, Char]]:
    """The characters with a text that are seen and their numbers, in the order of painting."""
    rect, get_box = raw.FS_RECTF(), raw.FPDFText_GetLooseCharBox
    low_x, low_y, high_x, high_y = grown(overlap(crop, clips.common))
    shapes = _Shapes(textpage)
    for index, text in enumerate(texts):
        if text <= " " or text.isspace() or not get_box(textpage, index, rect):
            continue
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        x, y = (left + right) / 2, (bottom + top) / 2
        if not (low_x <= x <= high_x and low_y <= y <= high_y):
            clip = overlap(crop, clips.of(raw.FPDFText_GetTextObject(textpage, index)))
            if not inside(x, y, clip):
                continue
        if shapes.is_bare(text, right - left, top - bottom):
            left, bottom, right, top = shapes.em_box(index, text, (left, bottom, right, top))
        (x0, y0), (x1, y1) = place(left, top), place(right, bottom)
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        yield index, Char(text, x0, y0, x1, y1)


class _Shapes:
    """Boxes for characters of fonts that don't say how high and wide their characters are.

    PDFium gives for those what the ink covers: 一 is as flat as a line, and a comma small. Fonts
    that some programs embed a few characters at a time are so.
    """

    def __init__(self, textpage: object) -> None:
        self._textpage = textpage
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    @staticmethod
    def is_bare(text: str, width: float, height: float) -> bool:
        """Whether a box may be that of the ink: no character of its kind is so narrow or flat."""
        if _is_wide(text):
            return min(width, height) < _SQUARE * max(width, height)
        return height < (_SMALL_HEIGHT if text in _SMALL else _FLAT) * width

    def em_box(self, index: int, text: str, ink: Box) -> Box:
        """The box that a line has room for, from the size of the font and where it is written."""
        page, m = self._textpage, self._matrix
        size = raw.FPDFText_GetFontSize(page, index)
        if not raw.FPDFText_GetMatrix(page, index, m) or not raw.FPDFText_GetCharOrigin(
            page, index, self._x, self._y
        ):
            return ink
        right = size if _is_wide(text) else 0.0
        corners = [
            (self._x.value + m.a * along + m.c * up, self._y.value + m.b * along + m.d * up)
            for along in (0.0, right)
            for up in (_DESCENT * size, _ASCENT * size)
        ]
        xs, ys = zip(*corners, strict=True)
        return (
            min(*xs, ink[0]), min(*ys, ink[1]), max(*xs, ink[2]), max(*ys, ink[3]),
        )  # fmt: skip


def _is_wide(text: str) -> bool:
    """Whether a character is written in a square: Chinese, and full-width signs."""
    return "\u2e80" <= text <= "\uffe6"


class Clips:
    """What the texts of a page are clipped to: text beyond that isn't seen.

    Some programs make an object of each character, but few clips: each is looked at once. `common`
    is what no text is clipped to less than.
    """

    def __init__(self) -> None:
        self.common = EVERYWHERE
        self._boxes: dict[int, Box] = {}

    def add(self, obj: object, matrix: Matrix, outer: Box) -> None:
        """Take note of a text's clip; `matrix` and `outer` are those of the form around it."""
        path = raw.FPDFPageObj_GetClipPath(obj)
        key = _clip_key(path)
        if key not in self._boxes:
            self._boxes[key] = overlap(outer, clip_box(path, matrix))
            self.common = overlap(self.common, self._boxes[key])

    def of(self, obj: object) -> Box:
        """What a text that was noted is clipped to."""
        if not obj:
            return EVERYWHERE
        return self._boxes.get(_clip_key(raw.FPDFPageObj_GetClipPath(obj)), EVERYWHERE)


def _clip_key(path: object) -> int:
    """The address of the last of the paths that are clipped to one after the other."""
    count = raw.FPDFClipPath_CountPaths(path)
    if count <= 0:
        return 0
    first = raw.FPDFClipPath_GetPathSegment(path, count - 1, 0)
    return ctypes.addressof(first.contents) if first else 0


def clip_box(path: object, matrix: Matrix) -> Box:
    box = EVERYWHERE
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFClipPath_CountPaths(path)):
        points = []
        for segment in range(raw.FPDFClipPath_CountPathSegments(path, number)):
            point = raw.FPDFClipPath_GetPathSegment(path, number, segment)
            raw.FPDFPathSegment_GetPoint(point, x, y)
            points.append(moved(matrix, x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            box = overlap(box, (min(xs), min(ys), max(xs), max(ys)))
    return box


def is_unread(text: str) -> bool:
    """Whether a character has no text: none, that of no alphabet, or a sign that it is unknown."""
    return not text or "\ue000" <= text <= "\uf8ff" or "\ufffd" <= text <= "\uffff"
