"""Where is a ruled table open at a side? Its lines end there together, without one along it.

Many forms have no line at the left and right, and where a page ends none below.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.lines import Edge

_NEAR = 3.0  # points


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    """A line at `at`, from `start` to `end` the other way."""

    at: float
    start: float
    end: float


def closing_edges(edges: Iterable[Edge]) -> list[Edge]:
    """The edges that close the open sides of the tables of a page; `edges` are joined lines."""
    across, down = [], []
    for edge in edges:
        if edge.is_horizontal:
            across.append(_Line(edge.top, edge.x0, edge.x1))
        else:
            down.append(_Line(edge.x0, edge.top, edge.bottom))
    sides, ends = list(_open(across, down)), list(_open(down, across))
    corners = list(_corners(ends, across, down))
    closing = [Edge(side.at, side.start, side.at, side.end) for side in sides]
    closing += [Edge(end.start, end.at, end.end, end.at) for end in ends]
    return closing + corners


def _open(lines: Sequence[_Line], others: Sequence[_Line]) -> Iterator[_Line]:
    """For two neighbours of `lines` that end together, what is missing between their ends.

    Only where one of `others` joins the two: else they rule no table.
    """
    others = sorted(others)
    places = [other.at for other in others]
    for first in (True, False):
        groups: dict[int, list[_Line]] = defaultdict(list)
        for line in sorted(lines, key=lambda one: one.start if first else one.end):
            edge = line.start if first else line.end
            near = [key for key in groups if abs(key / 100 - edge) <= _NEAR]
            groups[near[0] if near else round(edge * 100)].append(line)
        for key, group in groups.items():
            at = key / 100
            for upper, lower in pairwise(sorted(group)):
                if lower.at - upper.at <= _NEAR:
                    continue
                low, high = max(upper.start, lower.start), min(upper.end, lower.end)
                beside = others[bisect_left(places, at - _NEAR) : bisect_right(places, at + _NEAR)]
                within = others[
                    bisect_left(places, low - _NEAR) : bisect_right(places, high + _NEAR)
                ]
                if any(_joins(other, upper, lower) for other in within) and not any(
                    other.start < lower.at - _NEAR and other.end > upper.at + _NEAR
                    for other in beside
                ):
                    yield _Line(at, upper.at, lower.at)


def _corners(
    ends: Sequence[_Line], across: Sequence[_Line], down: Sequence[_Line]
) -> Iterator[Edge]:
    """What closes the outermost cell of an open end, if its side is open too.

    Of its lines only the one across is drawn, which reaches beyond the last line down.
    """
    for end in ends:
        for last, right in ((end.start, False), (end.end, True)):
            for line in across:
                outer = line.end if right else line.start
                low, high = sorted((last, outer))
                top, bottom = sorted((line.at, end.at))
                if (
                    high - low > _NEAR
                    and any(
                        abs(other.at - last) <= _NEAR
                        and abs(other.start - top) <= _NEAR
                        and abs(other.end - bottom) <= _NEAR
                        for other in down
                    )
                    and (outer > last) == right
                    and line.start <= last <= line.end
                    and not any(
                        low + _NEAR < other.at <= high + _NEAR
                        if right
                        else low - _NEAR <= other.at < high - _NEAR
                        for other in down
                        if other.start < bottom - _NEAR and other.end > top + _NEAR
                    )
                ):
                    yield Edge(low, end.at, high, end.at)
                    yield Edge(outer, top, outer, bottom)


def _joins(other: _Line, upper: _Line, lower: _Line) -> bool:
    return other.start <= upper.at + _NEAR and other.end >= lower.at - _NEAR
