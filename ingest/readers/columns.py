"""Which columns has a table without lines, and which is each of its parts in?

Figures stand below figures: the columns are the bands that the words of its data lines cover, with
a gap between that goes through all lines. A header's part that reaches over several bands belongs
to the first of them, as the text of a merged cell does; one beside all bands heads a column
without figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.document import Box
from ingest.readers.layout import Word, bbox_of, pieces_of
from ingest.readers.pdf_chars import Char

_FEW = 4  # lines: in fewer, words may stand apart by chance at one place
_STRAY = 20  # of so many lines one may reach over the gap
_PART = 1.0  # characters' heights: words so close in each line are one column's
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
        """Whether every part of the lines lies in one of the columns."""
        return all(
            sum(min(part.bbox[2], end) > max(part.bbox[0], start) for start, end in self.bands) == 1
            for parts in lines
            for part in parts
        )


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
    spans = [bbox_of(piece)[::2] for line in lines for piece in pieces_of(line)]
    return AlignedColumns(_headed(bands, [part for parts in header for part in parts], spans))


def _headed(
    bands: Sequence[Band], header: Sequence[Word], spans: Sequence[Band]
) -> tuple[Band, ...]:
    """The bands with those of the header's parts: beside its figures, or above no figure at all.

    Over figures at the right of a wide column its header stands left of them, and right of figures
    at the left: where the one or the other holds for all columns between two that their headers
    stand above, it is so.
    """
    alone: list[Band] = []
    for part in sorted(header, key=lambda word: word.bbox[2] - word.bbox[0]):
        band = (part.bbox[0], part.bbox[2])
        if not any(_meet(band, other) for other in [*bands, *alone]):
            alone.append(band)
    bands = _widened(bands, header)
    covered = [band for band in bands if any(_meet(band, part.bbox[::2]) for part in header)]
    kinds = sorted(
        [(band, "head") for band in alone]
        + [(band, "both" if band in covered else "data") for band in bands]
    )
    joined: list[Band] = []
    for is_both, group in groupby(kinds, lambda kind: kind[1] == "both"):
        run = list(group)
        joined += [band for band, _ in run] if is_both else _paired(run, spans)
    return tuple(joined)


def _widened(bands: Sequence[Band], header: Iterable[Word]) -> list[Band]:
    """The bands, each as wide as a header's part that reaches over it alone."""
    wide = list(bands)
    for part in header:
        over = [n for n, band in enumerate(wide) if _meet(band, part.bbox[::2])]
        if len(over) == 1:
            [number] = over
            wide[number] = (
                min(wide[number][0], part.bbox[0]), max(wide[number][1], part.bbox[2])
            )  # fmt: skip
    return wide


def _paired(run: Sequence[tuple[Band, str]], spans: Sequence[Band]) -> list[Band]:
    """Bands of data joined with those of headers, if all have one on the same side.

    If they have one on both sides, the side is where the data don't end below each other.
    """
    kinds = [kind for _, kind in run]
    data = [number for number, kind in enumerate(kinds) if kind == "data"]
    left = all(number > 0 and kinds[number - 1] == "head" for number in data)
    right = all(kinds[number + 1 : number + 2] == ["head"] for number in data)
    bands = [band for band, _ in run]
    if left and right:
        uneven = [_uneven(bands[number], spans) for number in data]
        left = sum(at_left > at_right for at_left, at_right in uneven) > len(data) / 2
        right = sum(at_left < at_right for at_left, at_right in uneven) > len(data) / 2
    if left == right:
        return bands
    pairs = [(number - 1, number) if left else (number, number + 1) for number in data]
    taken = {number for pair in pairs for number in pair}
    return sorted(
        [(bands[one][0], bands[other][1]) for one, other in pairs]
        + [band for number, band in enumerate(bands) if number not in taken]
    )


def _uneven(band: Band, spans: Iterable[Band]) -> tuple[int, int]:
    """At how many places the data of a column begin and end, in points."""
    within = [span for span in spans if _meet(span, band)]
    return len({round(left) for left, _ in within}), len({round(right) for _, right in within})


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


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
