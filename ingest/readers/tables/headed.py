"""Which head stands over which column of figures, where no lines are drawn between?

Heads stand in the middle of their columns, figures at the right or at the left: in a wide column a
head is beside its figures, on the side that figures of different widths don't end at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from ingest.readers.tables.line_rows import BESIDE
from ingest.readers.tables.words import Word

Band = tuple[float, float]
NUMBER = re.compile(r"-?[\d,]*\.?\d+")
_AMOUNT = re.compile(r"-?[\d,]*[.,]\d+")
_LONE_BAND, _LONE_HEAD = 1000.0, 200.0  # points: what a column without a head, or data, costs
_NEARER = 0.1  # of the distance of middles: of two heads over figures the nearer one is theirs
_CENTRED = 1.5  # characters' heights


def headed(
    bands: Sequence[Band], header: Sequence[Sequence[Word]], data: Sequence[Word]
) -> list[Band]:
    """The columns that the bands of data and the heads above them are, from left to right.

    A head without data makes a column of its own. The columns' numbers, if the header ends with
    them, say best where columns are.
    """
    bands = sorted(bands)
    numbers = header[-1:] if header and any(p.text.isdigit() for p in header[-1]) else []
    columns: list[Band] = []
    rest = bands
    # Lines' numbers are at the left of their columns, but no column's number is over them.
    for lines, figures in (
        (numbers, NUMBER),
        (header[: len(header) - len(numbers)], _AMOUNT),
    ):
        sides = dict(zip(bands, _sides(bands, data, figures), strict=True))
        heads = [
            head for head in _lowest(lines, bands)
            if not any(meet(head, column) for column in columns)
        ]  # fmt: skip
        pairs = _matched(heads, rest, [sides[band] for band in rest], columns)
        columns += [_around(pair) for pair in pairs if pair[0]]
        rest = [band for head, band in pairs if band and not head]
    whole = _disjoint(sorted(columns + rest), bands)
    for part in (part for line in header for part in line if " " not in part.text):
        over = [number for number, column in enumerate(whole) if meet(column, part.bbox[::2])]
        if len(over) == 1:
            whole[over[0]] = _around((whole[over[0]], (part.bbox[0], part.bbox[2])))
    return whole


def _around(pair: tuple[Band | None, Band | None]) -> Band:
    found = [band for band in pair if band]
    return min(band[0] for band in found), max(band[1] for band in found)


def _lowest(header: Sequence[Sequence[Word]], bands: Sequence[Band]) -> list[Band]:
    """The heads with no other below them, from left to right."""
    heads: list[Word] = []
    parts = [part for line in reversed(header) for part in line]
    for part in parts:
        reach = [part.bbox[::2], *(band for band in bands if meet(band, part.bbox[::2]))]
        if any(meet(own, head.bbox[::2]) for own in reach for head in heads):
            continue
        over_data = len(reach) > 1
        if over_data or not _is_above_two(part, heads, parts):
            heads.append(part)
    return sorted((head.bbox[0], head.bbox[2]) for head in heads)


def _is_above_two(part: Word, heads: Sequence[Word], parts: Sequence[Word]) -> bool:
    """Whether a head is that of the two columns between which it stands."""
    left = [head for head in heads if head.bbox[2] <= part.bbox[0]]
    right = [head for head in heads if head.bbox[0] >= part.bbox[2]]
    if not left or not right:
        return False
    two = max(left, key=lambda head: head.bbox[2]), min(right, key=lambda head: head.bbox[0])
    size = part.bbox[3] - part.bbox[1]
    beside = [other for other in parts if abs(other.bbox[1] - part.bbox[1]) < BESIDE * size]
    if any(meet(head.bbox[::2], other.bbox[::2]) for head in two for other in beside):
        return False
    off = (two[0].bbox[0] + two[1].bbox[2] - part.bbox[0] - part.bbox[2]) / 2
    return min(two[0].bbox[1], two[1].bbox[1]) > part.bbox[1] and abs(off) < _CENTRED * size


def _sides(bands: Sequence[Band], data: Sequence[Word], pattern: re.Pattern[str]) -> list[int]:
    """Where the data of each band end below each other: 1 right, -1 left, 0 unknown.

    Bands with what `pattern` matches are all alike, if they don't say otherwise.
    """
    sides, figures = [], []
    for band in bands:
        within = [part for part in data if meet(part.bbox[::2], band)]
        lefts = len({round(part.bbox[0]) for part in within})
        rights = len({round(part.bbox[2]) for part in within})
        sides.append((lefts > rights) - (lefts < rights))
        figures.append(any(pattern.fullmatch(part.text) for part in within))
    most = sum(side for side, is_one in zip(sides, figures, strict=True) if is_one)
    usual = (most > 0) - (most < 0)
    return [side or (usual if is_one else 0) for side, is_one in zip(sides, figures, strict=True)]


def _matched(
    heads: Sequence[Band], bands: Sequence[Band], sides: Sequence[int], between: Sequence[Band]
) -> list[tuple[Band | None, Band | None]]:
    """Which head is over which band: their order is kept, and none of `between` stands between."""
    rows, columns = len(heads), len(bands)
    best = [[inf] * (columns + 1) for _ in range(rows + 1)]
    step: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for row in range(rows + 1):
        for column in range(columns + 1):
            choices = []
            if row:
                choices.append((best[row - 1][column] + _LONE_HEAD, (1, 0)))
            if column:
                choices.append((best[row][column - 1] + _LONE_BAND, (0, 1)))
            if row and column:
                head, band = heads[row - 1], bands[column - 1]
                cost = _cost(head, band, sides[column - 1])
                if any(meet(other, _around((head, band))) for other in between):
                    cost = inf
                choices.append((best[row - 1][column - 1] + cost, (1, 1)))
            if choices:
                best[row][column], step[row, column] = min(choices)
    pairs: list[tuple[Band | None, Band | None]] = []
    row, column = rows, columns
    while row or column:
        up, left = step[row, column]
        pairs.append((heads[row - 1] if up else None, bands[column - 1] if left else None))
        row, column = row - up, column - left
    return pairs[::-1]


def _cost(head: Band, band: Band, side: int) -> float:
    """How unlikely it is that a head is that of a band, in points."""
    off = (sum(band) - sum(head)) / 2
    if meet(head, band):
        return _NEARER * abs(off)
    if side * off < 0:
        return inf
    return max(band[0] - head[1], head[0] - band[1])


def _disjoint(columns: Sequence[Band], bands: Sequence[Band]) -> list[Band]:
    """The columns without what reaches over the data of the next."""
    cut = list(columns)
    for number, (one, other) in enumerate(pairwise(columns)):
        if one[1] <= other[0]:
            continue
        end = max(
            (b[1] for b in bands if one[0] <= b[0] and b[1] <= one[1] and b[0] < other[0]),
            default=one[0],
        )
        start = min(
            (b[0] for b in bands if other[0] <= b[0] and b[1] <= other[1] and b[0] >= end),
            default=other[1],
        )
        middle = min(max((one[1] + other[0]) / 2, end), start)
        cut[number] = (cut[number][0], middle)
        cut[number + 1] = (middle, cut[number + 1][1])
    return cut


def meet(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two bands have a part in common."""
    return min(one[1], other[1]) > max(one[0], other[0])
