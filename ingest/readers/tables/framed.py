"""Which ruled tables are parts of one, in whose frame not all lines are drawn?

Table styles leave out the lines around a header, or between some columns: what is ruled between the
left and the right side of the frame are parts. What stands between them is in cells without lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import Box
from ingest.readers.pdf.lines import Edge

_NEAR = 3.0  # points


def framed(tables: Sequence[list[Box]], edges: Sequence[Edge]) -> list[list[Box]]:
    """The cells of each table, those within one frame as one table; `edges` are joined lines."""
    found = list(tables)
    for frame in _frames(edges):
        within = [cells for cells in found if _is_within(_around(cells), frame)]
        if len(within) < 2 or not any(_is_as_wide(_around(cells), frame) for cells in within):
            continue
        cells: list[Box] = []
        for table in sorted(within, key=len, reverse=True):
            # A part that is ruled over cells of another says nothing more.
            cells += [cell for cell in table if not any(_overlap(cell, one) for one in cells)]
        whole = [*cells, *_open_cells(cells, edges)]
        found = [table for table in found if table not in within] + [whole]
    return sorted(found, key=lambda cells: min((cell[1], cell[0]) for cell in cells))


def _frames(edges: Sequence[Edge]) -> Iterator[Box]:
    """What stands between two lines down that begin and end at the same heights."""
    down = sorted((edge for edge in edges if not edge.is_horizontal), key=lambda edge: edge.x0)
    for number, left in enumerate(down):
        for right in reversed(down[number + 1 :]):
            if abs(left.top - right.top) <= _NEAR and abs(left.bottom - right.bottom) <= _NEAR:
                yield left.x0, left.top, right.x0, left.bottom
                break


def _around(cells: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_within(box: Box, frame: Box) -> bool:
    return (
        box[0] >= frame[0] - _NEAR and box[1] >= frame[1] - _NEAR
        and box[2] <= frame[2] + _NEAR and box[3] <= frame[3] + _NEAR
    )  # fmt: skip


def _is_as_wide(box: Box, frame: Box) -> bool:
    return abs(box[0] - frame[0]) <= _NEAR and abs(box[2] - frame[2]) <= _NEAR


def _overlap(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > _NEAR
        and min(one[3], other[3]) - max(one[1], other[1]) > _NEAR
    )


def _open_cells(cells: Sequence[Box], edges: Sequence[Edge]) -> Iterator[Box]:
    """What no cell covers, row by row: a row ends at any line across."""
    left, top, right, bottom = _around(cells)
    heights = {y for cell in cells for y in cell[1::2]}
    heights |= {
        edge.top for edge in edges
        if edge.is_horizontal and top < edge.top < bottom and left <= edge.x1 and edge.x0 <= right
    }  # fmt: skip
    for upper, lower in pairwise(sorted(heights)):
        if lower - upper <= _NEAR:
            continue
        covered = sorted(
            (x0, x1) for x0, y0, x1, y1 in cells if y0 <= upper + _NEAR and y1 >= lower - _NEAR
        )
        end = left
        for x0, x1 in [*covered, (right, right)]:
            if x0 - end > _NEAR:
                yield end, upper, x0, lower
            end = max(end, x1)
