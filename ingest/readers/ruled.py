"""Which tables do the lines on a page rule, and what stands in their cells?

The steps are those of pdfplumber's table finder, but for the making of cells from crossings: the
finder compares each crossing with all others, which takes most of its time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, cast

from pdfplumber.page import Page
from pdfplumber.table import Table, cells_to_tables, edges_to_intersections, merge_edges
from pdfplumber.utils.geometry import filter_edges

from ingest.document import Box
from ingest.readers.layout import bbox_of, cell_text
from ingest.readers.pdf_page import Char, Edge

CellRow = tuple[tuple[str, ...], tuple[Box, ...]]
_Point = tuple[float, float]
# pdfplumber's defaults, in points.
_SHORTEST_PART, _SHORTEST, _TOLERANCE = 1, 3, 3


def ruled_tables(edges: Iterable[Edge]) -> list[Table]:
    """The tables of a page's lines, from top to bottom."""
    lines: list[dict[str, Any]] = [
        {
            "x0": e.x0, "x1": e.x1, "top": e.top, "bottom": e.bottom,
            "width": e.x1 - e.x0, "height": e.bottom - e.top,
            "orientation": "h" if e.is_horizontal else "v",
        }
        for e in edges
    ]  # fmt: skip
    if sum(line["orientation"] == "h" for line in lines) < 2 or len(lines) < 4:
        return []
    parts = filter_edges(lines, min_length=_SHORTEST_PART)
    merged = merge_edges(parts, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    crossings = edges_to_intersections(
        filter_edges(merged, min_length=_SHORTEST), _TOLERANCE, _TOLERANCE
    )
    # A table keeps its page to read text from it, which isn't done here.
    return [Table(cast(Page, None), cells) for cells in cells_to_tables(list(_cells(crossings)))]


def _cells(crossings: Mapping[_Point, Mapping[str, list[Any]]]) -> Iterator[Box]:
    """The smallest cell right of and below each crossing whose four sides are lines."""
    down = {point: {id(edge) for edge in found["v"]} for point, found in crossings.items()}
    along = {point: {id(edge) for edge in found["h"]} for point, found in crossings.items()}
    ys, xs = defaultdict(list), defaultdict(list)
    for x, y in sorted(crossings):
        ys[x].append(y)
        xs[y].append(x)
    for x, y in sorted(crossings):
        lower = [
            (x, bottom) for bottom in ys[x][bisect_left(ys[x], y) + 1 :]
            if not down[x, y].isdisjoint(down[x, bottom])
        ]  # fmt: skip
        right = [
            (other, y) for other in xs[y][bisect_left(xs[y], x) + 1 :]
            if not along[x, y].isdisjoint(along[other, y])
        ]  # fmt: skip
        corner = next(
            (
                corner for below in lower for beside in right
                if (corner := (beside[0], below[1])) in down
                and not down[corner].isdisjoint(down[beside])
                and not along[corner].isdisjoint(along[below])
            ),
            None,
        )  # fmt: skip
        if corner:
            yield x, y, *corner


def rows_of(table: Table, chars: Iterable[Char]) -> tuple[list[CellRow], set[int]]:
    """The cells of a ruled table: text where a merged cell begins, blanks where it goes on.

    Also the `id` of each of the characters that stand in them.
    """
    x0, top, x1, bottom = table.bbox
    placed = (((c.x0 + c.x1) / 2, (c.top + c.bottom) / 2, c) for c in chars)
    inside = sorted(
        (place for place in placed if x0 <= place[0] <= x1 and top <= place[1] <= bottom),
        key=itemgetter(1),
    )
    middles = [place[1] for place in inside]
    used: set[int] = set()
    rows = []
    for row in table.rows:
        cells, boxes = [], []
        for box in row.cells:
            if box is None:
                cells.append("")
                boxes.append((0.0, 0.0, 0.0, 0.0))
                continue
            left, upper, right, lower = box
            beside = inside[bisect_left(middles, upper) : bisect_left(middles, lower)]
            members = [char for x, _, char in beside if left <= x < right]
            used.update(map(id, members))
            cells.append(cell_text(members))
            boxes.append(bbox_of(members) if members else box)
        rows.append((tuple(cells), tuple(boxes)))
    return rows, used
