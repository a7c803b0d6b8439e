"""In which colour, and aslant or not, is the text of a PDF's page written?

What is written aslant is no part of a form: it is a watermark's or a seal's, with all that is
written in its colour. What is written in another colour than most may be: `pdf_overlay` decides.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import pypdfium2.raw as raw

from ingest.readers.pdf.geometry import IDENTITY, Matrix
from ingest.readers.pdf.hidden import address

_ASLANT = math.tan(math.radians(5))  # what was scanned a little skew is upright
_WHITE = 250
_PALE = 0.6
_NOTHING = " "  # no text, and yet read


class Ink(NamedTuple):
    """A colour as it is seen on white paper, its parts from 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def light(self) -> float:
        """How light it is: 0 black, 1 white."""
        return (0.299 * self.red + 0.587 * self.green + 0.114 * self.blue) / 255

    @property
    def is_pale(self) -> bool:
        return self.light >= _PALE

    @property
    def is_white(self) -> bool:
        return min(self) >= _WHITE


_BLACK = Ink(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Written:
    """The text of each character that is upright, and all that is aslant.

    Most is in the ink `main`; `others` are those of characters, by number, in another one.
    """

    texts: Sequence[str]
    aslant: str = ""
    main: Ink = _BLACK
    others: Mapping[int, Ink] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layer:
    """Characters, by their places, in another ink than most of a page."""

    ink: Ink
    main: Ink
    places: tuple[int, ...]


class _Direction(IntEnum):
    ACROSS = 0
    DOWN = 1
    ASLANT = 2


_Way = tuple[Ink, _Direction]


class Inks:
    """How the text objects of a page are written; most are all alike, and then no one asks."""

    def __init__(self) -> None:
        self._usual: _Way | None = None
        self._others: dict[int, _Way] = {}
        self._inks: dict[tuple[bytes, float], Ink] = {}
        self._parts = (ctypes.c_uint * 4)()
        self._into = [
            ctypes.cast(ctypes.byref(self._parts, 4 * number), ctypes.POINTER(ctypes.c_uint))
            for number in range(4)
        ]
        self._matrix = raw.FS_MATRIX()

    def add(self, obj: object, mode: int, outer: Matrix, opacity: float) -> None:
        """Take note of a text and its mode; `outer` and `opacity` are of the forms around it."""
        found = self._ink(obj, mode, opacity), self._direction(obj, outer)
        if found == self._usual:
            return
        if self._usual is None:
            self._usual = found
        else:
            self._others[address(obj)] = found

    def written(self, textpage: object, texts: Sequence[str]) -> Written:
        """What is written upright on the page, and what aslant; `texts` are its characters'."""
        usual = self._usual or (_BLACK, _Direction.ACROSS)
        if not self._others and usual[1] is not _Direction.ASLANT and not usual[0].is_pale:
            return Written(texts)
        ways = [usual] * len(texts)
        if self._others:
            for index, text in enumerate(texts):
                if text > " " and (obj := raw.FPDFText_GetTextObject(textpage, index)):
                    ways[index] = self._others.get(address(obj), usual)
                elif index:
                    ways[index] = ways[index - 1]
        count = Counter(way for way, text in zip(ways, texts, strict=True) if text > " ")
        main, over = _main_and_over(count)
        aslant = [text for way, text in zip(ways, texts, strict=True) if way in over]
        return Written(
            [_NOTHING if way in over else t for way, t in zip(ways, texts, strict=True)],
            " ".join(dict.fromkeys("".join(aslant).split())),
            main,
            {
                index: way[0] for index, way in enumerate(ways)
                if way not in over and not way[0].is_white and (way[0] != main or main.is_pale)
            },
        )  # fmt: skip

    def _ink(self, obj: object, mode: int, opacity: float) -> Ink:
        outlined = mode == raw.FPDF_TEXTRENDERMODE_STROKE
        colour = raw.FPDFPageObj_GetStrokeColor if outlined else raw.FPDFPageObj_GetFillColor
        if not colour(obj, *self._into):
            return _BLACK
        key = bytes(self._parts), opacity
        if key not in self._inks:
            red, green, blue, alpha = self._parts
            cover = alpha / 255 * opacity
            self._inks[key] = Ink(*(round(255 - (255 - c) * cover) for c in (red, green, blue)))
        return self._inks[key]

    def _direction(self, obj: object, outer: Matrix) -> _Direction:
        m = self._matrix
        if not raw.FPDFPageObj_GetMatrix(obj, m) or (outer is IDENTITY and not m.b):
            return _Direction.ACROSS
        x = abs(m.a * outer[0] + m.b * outer[2])
        y = abs(m.a * outer[1] + m.b * outer[3])
        if min(x, y) > _ASLANT * max(x, y):
            return _Direction.ASLANT
        return _Direction.ACROSS if x > y else _Direction.DOWN


def opacity_of(form: object) -> float:
    """How opaque a form is drawn, from 0 to 1."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return parts[3].value / 255 if raw.FPDFPageObj_GetFillColor(form, *parts) else 1.0


def layers_of(written: Written, numbers: Sequence[int]) -> tuple[Layer, ...]:
    """The layers of characters; `numbers` are theirs among all that the page writes."""
    places: dict[Ink, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers if written.others else ()):
        if number in written.others:
            places[written.others[number]].append(place)
    return tuple(Layer(ink, written.main, tuple(found)) for ink, found in places.items())


def _main_and_over(count: Mapping[_Way, int]) -> tuple[Ink, set[_Way]]:
    """The ink that most is written in, and the ways that only what lies over a page is written.

    These are aslant; what is in a seal's ink, most of which is; and pale across the page's lines.
    """
    upright = {way: n for way, n in count.items() if way[1] is not _Direction.ASLANT}
    seen = {way: n for way, n in upright.items() if not way[0].is_white}
    dark = {way: n for way, n in seen.items() if not way[0].is_pale}
    among = dark or seen
    main, direction = max(among, key=lambda way: (among[way], way), default=(_BLACK, None))
    over = set(count) - set(upright)
    for way in upright:
        written = sum(n for other, n in upright.items() if other[0] == way[0])
        is_seal = way[0] != main and count.get((way[0], _Direction.ASLANT), 0) > written
        is_pale = way[0].is_pale and not main.is_pale and not way[0].is_white
        if is_seal or (is_pale and way[1] is not direction):
            over.add(way)
    return main, over
