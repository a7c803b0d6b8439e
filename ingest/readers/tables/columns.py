"""Which columns has a table without lines, and which is each of its parts in?

Figures stand below figures: the columns are the bands that the words of its data lines cover, with
a gap between that goes through all lines. A header's part that reaches over several bands belongs
to the first of them, as the text of a merged cell does; one beside all bands heads a column
without figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.document import Box
from ingest.readers.pdf.chars import Char
from ingest.readers.tables.headed import headed, meet
from ingest.readers.tables.words import Word, bbox_of, pieces_of

_FEW = 4  # lines: in fewer, words may stand apart by chance at one place
_STRAY = 20  # of so many lines one may reach over the gap
_PART = 1.0  # characters' heights: words so close in each line are one column's
_WORDS = re.compile(r"[^\W\d_]")
Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class AlignedColumns:
    """The bands (left, right) of the columns of a table, from left to right."""

    bands: tuple[Band, ...]

    def place(self, box: Box) -> int:
        """The column of a part of a line: the first band that it covers, else the nearest."""
        left, _, right, _ = box
        for number, (start, end) in enumerate(self.bands):
            if min(right, end) - max(left, start) > 0:
                return number
        middle = (left + right) / 2
        return min(
            range(len(self.bands)),
            key=lambda n: min(abs(self.bands[n][0] - middle), abs(self.bands[n][1] - middle)),
        )

    def split(self, piece: list[Char]) -> list[list[Char]]:
        """A word over two columns, parted between figures and names where one column ends."""
        parts = [list(chars) for _, chars in groupby(piece, lambda char: self.place(char[1:]))]
        figures = [_is_figures(part) for part in parts]
        if all(one != other for one, other in pairwise(figures)):
            return parts
        return [piece]

    def fits(self, lines: Iterable[Sequence[Word]]) -> bool:
        """Whether every part of the lines is in a column of its own, and a figure in no two.

        A name may be longer than those by which the columns were found.
        """
        for parts in lines:
            places = [self.place(part.bbox) for part in parts]
            over = [sum(meet(part.bbox[::2], band) for band in self.bands) for part in parts]
            if len(set(places)) < len(parts) or not all(over):
                return False
            if any(n > 1 and not _WORDS.search(p.text) for n, p in zip(over, parts, strict=True)):
                return False
        return True


def columns_of(
    header: Iterable[Sequence[Word]],
    data: Sequence[Sequence[Word]],
    lines: Sequence[Sequence[Char]],
) -> AlignedColumns:
    """The columns of a table; `data` are the parts of `lines` that wide gaps part."""
    bands = _gutters(lines) if len(lines) >= _FEW else []
    if not bands:
        for part in (part for parts in data for part in parts):
            bands = _merged(bands, (part.bbox[0], part.bbox[2]))
    words = [
        Word("".join([char.text for char in piece]), bbox_of(piece))
        for line in lines
        for piece in pieces_of(line)
    ]
    return AlignedColumns(tuple(headed(bands, list(header), words)))


def change_of_columns(lines: Sequence[Sequence[Char]], data: Sequence[int]) -> int | None:
    """The first line of `data` with other columns than those above: a table that joins another.

    Both have more columns than there are gaps through all lines.
    """
    if len(data) < _FEW:
        return None
    first, middle, last = data[0], data[len(data) // 2], data[-1] + 1

    def count(start: int, end: int) -> int:
        return len(_gutters(lines[start:end]))

    least = count(first, last) + _FEW
    if max(count(first, middle), count(middle, last)) < least:
        return None
    most, cut = max((min(count(first, cut), count(cut, last)), cut) for cut in data[1:])
    return cut if most >= least else None


def _gutters(lines: Sequence[Sequence[Char]]) -> list[Band]:
    """The bands between the gaps that go through the lines, but for a stray word in many."""
    words = [pieces_of(line) for line in lines]
    spans = [(piece[0].x0, max(char.x1 for char in piece)) for line in words for piece in line]
    steps = sorted([(left, 1) for left, _ in spans] + [(right, -1) for _, right in spans])
    allowed = len(lines) // _STRAY
    bands: list[Band] = []
    depth, begin = 0, 0.0
    for x, step in steps:
        if depth <= allowed < depth + step:
            begin = x
        elif depth > allowed >= depth + step and x > begin:
            bands.append((begin, x))
        depth += step
    for left, right in spans:
        if not any(min(right, end) > max(left, start) for start, end in bands):
            bands = _merged(bands, (left, right))
    return _joined(sorted(bands), words)


def _joined(bands: list[Band], words: Sequence[Sequence[list[Char]]]) -> list[Band]:
    """Bands without those that a gap parts which is only within names: 合 计."""
    columns = AlignedColumns(tuple(bands))
    filled: list[dict[int, list[Char]]] = []
    for line in words:
        cells: dict[int, list[Char]] = {}
        for piece in line:
            cells.setdefault(columns.place(bbox_of(piece)), []).extend(piece)
        filled.append(cells)
    kept = bands[:1]
    for number, band in enumerate(bands[1:], start=1):
        both = [row for row in filled if number - 1 in row and number in row]
        if both and not any(
            _is_figures(row[number - 1]) or _is_figures(row[number])
            or row[number][0].x0 - row[number - 1][-1].x1 > _PART * row[number][0].size
            for row in both
        ):  # fmt: skip
            kept[-1] = (kept[-1][0], max(kept[-1][1], band[1]))
        else:
            kept.append(band)
    return kept


def _is_figures(chars: Sequence[Char]) -> bool:
    return "".join([char.text for char in chars]).strip("-.,").replace(",", "").isascii()


def _merged(bands: list[Band], band: Band) -> list[Band]:
    left, right = band
    apart = []
    for start, end in bands:
        if end <= left or start >= right:
            apart.append((start, end))
        else:
            left, right = min(left, start), max(right, end)
    return sorted([*apart, (left, right)])
