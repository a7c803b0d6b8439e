"""Which columns without lines between does each part of a table's header stand over?

A part over several columns stands in their middle, and each of them has a part of its own below
it; it is placed in the first of them, as the text of a merged cell is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf.chars import Char
from ingest.readers.tables.columns import AlignedColumns
from ingest.readers.tables.head_blocks import are_between, levels_of
from ingest.readers.tables.words import Word, segments_of, words_of

_CENTRED = 0.7  # characters' heights off the middle
_NAMED = re.compile("[:：]")
_Cells = dict[int, list[Char]]


def header_cells(lines: Sequence[list[Char]], columns: AlignedColumns) -> list[_Cells]:
    """The characters of each column in each row of a header, from top to bottom."""
    above, heads, numbers = _stretches(lines)
    if not are_between(heads):
        return _line_cells(lines, columns)
    parts = [
        (
            columns.place(part.bbox),
            [char for char in line if part.bbox[0] <= char.x0 < part.bbox[2]],
        )
        for line in heads
        for part in _parts(line, columns)
    ]
    return [
        *_line_cells(above, columns), *levels_of(parts, columns), *_line_cells(numbers, columns),
    ]  # fmt: skip


def _stretches(lines: Sequence[list[Char]]) -> tuple[list[list[Char]], ...]:
    """The lines of a header that name bureau and unit, those of heads, those of columns' numbers.

    Of a line that names the unit beside heads the heads are a line of their own.
    """
    above: list[list[Char]] = []
    heads = list(lines)
    named = [n for n, line in enumerate(lines) if any(map(is_named, segments_of(line)))]
    if named:
        above, heads = heads[: named[-1] + 1], heads[named[-1] + 1 :]
        beside = [part for part in segments_of(above[-1]) if not is_named(part)]
        if len(beside) > 1:
            line = above.pop()
            own = [c for c in line if any(p.bbox[0] <= c.x0 < p.bbox[2] for p in beside)]
            above.append([char for char in line if char not in own])
            heads.insert(0, own)
    numbers: list[list[Char]] = []
    while heads and is_numbering(segments_of(heads[-1])):
        numbers.insert(0, heads.pop())
    return above, heads, numbers


def is_named(part: Word) -> bool:
    return bool(_NAMED.search(part.text))


def is_numbering(parts: Sequence[Word]) -> bool:
    """Whether a line has the columns' numbers: numbers that count up, and names before them."""
    numbers = [int(part.text) for part in parts if part.text.isdigit()]
    return (
        len(numbers) > 1
        and len(parts) <= 2 * len(numbers)
        and all(other == one + 1 for one, other in pairwise(numbers))
    )


def _line_cells(lines: Sequence[list[Char]], columns: AlignedColumns) -> list[_Cells]:
    """The characters of each column on each line."""
    parts = [_parts(line, columns) for line in lines]
    places = [[columns.place(part.bbox) for part in line] for line in parts]
    found: list[_Cells] = []
    for number, line in enumerate(lines):
        below = set(places[number + 1]) if number + 1 < len(lines) else set()
        if below and any(part.text.isdigit() for part in parts[number + 1]):
            below = set()  # the columns' numbers
        cells: _Cells = {}
        for part, place in zip(parts[number], places[number], strict=True):
            beside = set(places[number]) - {place}
            first = _first(part, place, columns, below, beside)
            chars = [char for char in line if part.bbox[0] <= char.x0 < part.bbox[2]]
            cells.setdefault(first, []).extend(chars)
        found.append(cells)
    return found


def _parts(line: list[Char], columns: AlignedColumns) -> list[Word]:
    """The parts of a line; words of one part over different columns are parts of their own."""
    parts = []
    for segment in segments_of(line):
        words = [
            word for word in words_of(line) if segment.bbox[0] <= word.bbox[0] < segment.bbox[2]
        ]
        apart = len({columns.place(word.bbox) for word in words}) == len(words)
        # A name justified with spaces, 项 目, is one.
        parts += words if apart and all(len(word.text) > 1 for word in words) else [segment]
    return parts


def _first(
    part: Word, place: int, columns: AlignedColumns, below: set[int], beside: set[int]
) -> int:
    """The first of the most columns that a part stands over the middle of."""
    free = [n in below and n not in beside for n in range(len(columns.bands))]
    size = part.bbox[3] - part.bbox[1]
    left, right = columns.bands[place]
    flush = min(abs(part.bbox[0] - left), abs(part.bbox[2] - right)) < _CENTRED * size
    if not free[place] or flush:
        return place
    low = high = place
    while low > 0 and free[low - 1]:
        low -= 1
    while high + 1 < len(free) and free[high + 1]:
        high += 1
    middle = (part.bbox[0] + part.bbox[2]) / 2
    spans = sorted(
        (
            (last - first, first)
            for first in range(low, place + 1)
            for last in range(place, high + 1)
        ),
        reverse=True,
    )
    for count, first in spans:
        left, right = columns.bands[first][0], columns.bands[first + count][1]
        if count and abs((left + right) / 2 - middle) < _CENTRED * size:
            return first
    return place
