"""Which heads of a table's header are above which, where they stand in the middle of merged rows?

Heads of different numbers of lines, each in the middle of its height, have no lines in common: the
lines of each head are put together, then a head is as high in the header as nothing stands above
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.chars import Char
from ingest.readers.tables.columns import AlignedColumns
from ingest.readers.tables.line_rows import BESIDE, height
from ingest.readers.tables.words import bbox_of

_SAME_PITCH = 1.06  # of the least distance of lines: those of one head are so far apart
_CENTRED = 2.0  # characters' heights that a head may be off the middle of its columns
_Cells = dict[int, list[Char]]


@dataclass(slots=True)
class _Head:
    """A head of one or more lines above the columns `first` to `last`."""

    chars: list[Char]
    first: int
    last: int
    level: int = 0

    @property
    def middle(self) -> float:
        left, _, right, _ = bbox_of(self.chars)
        return (left + right) / 2

    @property
    def left(self) -> float:
        return min(char.x0 for char in self.chars)

    @property
    def top(self) -> float:
        return min(char.top for char in self.chars)

    @property
    def bottom(self) -> float:
        return max(char.bottom for char in self.chars)

    @property
    def size(self) -> float:
        return max(char.size for char in self.chars)

    def is_above(self, other: _Head) -> bool:
        return (self.top + self.bottom) / 2 < other.top + other.size / 4 and self.top < other.top

    def is_beside(self, other: _Head) -> bool:
        return not self.is_above(other) and not other.is_above(self)


def are_between(lines: Sequence[Sequence[Char]]) -> bool:
    """Whether lines of a header stand between the lines of others."""
    heights = sorted(map(height, lines))
    size = max((char.size for line in lines for char in line), default=0.0)
    return any(lower - upper < BESIDE * size for upper, lower in pairwise(heights))


def levels_of(parts: Iterable[tuple[int, list[Char]]], columns: AlignedColumns) -> list[_Cells]:
    """The cells of each level of a header; `parts` are its words by columns, in reading order."""
    heads = _joined([_Head(chars, place, place) for place, chars in parts])
    for head in heads:
        head.first, head.last = _cover(head, heads, columns)
    heads.sort(key=lambda head: head.top)
    for number, head in enumerate(heads):
        above = [
            other.level for other in heads[:number]
            if other.first <= head.last and head.first <= other.last and other.is_above(head)
        ]  # fmt: skip
        head.level = max(above, default=-1) + 1
    levels: list[_Cells] = [{} for _ in range(max((h.level for h in heads), default=-1) + 1)]
    for head in heads:
        levels[head.level].setdefault(head.first, []).extend(head.chars)
    return levels


def _joined(parts: list[_Head]) -> list[_Head]:
    """The lines of each head together: of all lines below each other they are the closest."""
    below: list[tuple[float, _Head, _Head]] = []
    for part in parts:
        under = [
            other for other in parts
            if other.top > part.top
            and min(abs(other.middle - part.middle), abs(other.left - part.left)) < part.size
        ]  # fmt: skip
        if under:
            nearest = min(under, key=lambda other: other.top)
            below.append((nearest.top - part.top, part, nearest))
    pitch = min((distance for distance, _, _ in below), default=0.0)
    heads = {id(part): part for part in parts}
    whole = {id(part): part for part in parts}
    for distance, part, other in sorted(below, key=lambda found: found[1].top):
        if distance < _SAME_PITCH * pitch:
            head = whole[id(part)]
            head.chars.extend(other.chars)
            whole[id(other)] = head
            heads.pop(id(other), None)
    return list(heads.values())


def _cover(head: _Head, heads: Sequence[_Head], columns: AlignedColumns) -> tuple[int, int]:
    """The columns that a head stands over the middle of: all have heads below it."""
    below = {n for o in heads if head.is_above(o) for n in range(o.first, o.last + 1)}
    beside = {other.first for other in heads if other is not head and head.is_beside(other)}
    free = below - beside
    flush = [
        o.first for o in heads
        if head.is_above(o) and abs(o.left - head.left) < head.size / 4 and o.first in free
    ]  # fmt: skip
    if flush:
        first = last = min(flush)
        while last + 1 in free:
            last += 1
        return first, last
    place = head.first
    if place not in free:
        return place, place
    low = high = place
    while low - 1 in free:
        low -= 1
    while high + 1 in free:
        high += 1
    spans = [
        (abs(columns.bands[first][0] + columns.bands[last][1] - 2 * head.middle) / 2, first, last)
        for first in range(low, place + 1)
        for last in range(place, high + 1)
    ]
    off, first, last = min(spans, key=lambda span: (span[0], span[1] - span[2]))
    return (first, last) if off < _CENTRED * head.size else (place, place)
