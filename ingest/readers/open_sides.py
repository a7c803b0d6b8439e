"""Where is a ruled table open at a side? Its lines end there together, without one along it.

Many forms have no line at the left and right, and where a page ends none below.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_lines import Edge

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
    sides = [Edge(side.at, side.start, side.at, side.end) for side in _open(across, down)]
    ends = [Edge(side.start, side.at, side.end, side.at) for side in _open(down, across)]
    return sides + ends


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


def _joins(other: _Line, upper: _Line, lower: _Line) -> bool:
    return other.start <= upper.at + _NEAR and other.end >= lower.at - _NEAR
