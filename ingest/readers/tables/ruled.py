"""Which tables do the lines on a page rule, and what stands in their cells?

The steps are those of pdfplumber's table finder, but for the making of cells from crossings: the
finder compares each crossing with all others, which takes most of its time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

from pdfplumber.page import Page
from pdfplumber.table import Table, cells_to_tables, edges_to_intersections, merge_edges
from pdfplumber.utils.geometry import filter_edges

from ingest.document import Box
from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.lines import Edge
from ingest.readers.tables.framed import framed
from ingest.readers.tables.open_sides import closing_edges
from ingest.readers.tables.torn import AMOUNT
from ingest.readers.tables.words import bbox_of, cell_text, chars_of_words, lines_of, segments_of

CellRow = tuple[tuple[str, ...], tuple[Box, ...]]
_Point = tuple[float, float]
# pdfplumber's defaults, in points.
_SHORTEST_PART, _SHORTEST, _TOLERANCE = 1, 3, 3
_OF_FIGURES = frozenset("-0123456789.,")
_NO_GAP = 0.05  # characters' heights: figures of two cells are farther apart


def ruled_tables(edges: Iterable[Edge]) -> list[Table]:
    """The tables of a page's lines, from top to bottom."""
    lines = [_line(edge) for edge in edges]
    if len({line["orientation"] for line in lines}) < 2 or len(lines) < 4:
        return []
    parts = filter_edges(lines, min_length=_SHORTEST_PART)
    merged = merge_edges(parts, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    whole = filter_edges(merged, min_length=_SHORTEST)
    whole += [_line(edge) for edge in closing_edges(map(_edge, whole))]
    crossings = edges_to_intersections(whole, _TOLERANCE, _TOLERANCE)
    tables = framed(cells_to_tables(list(_cells(crossings))), list(map(_edge, whole)))
    # A table keeps its page to read text from it, which isn't done here.
    return [Table(cast(Page, None), cells) for cells in tables]


def long_rules(edges: Iterable[Edge]) -> list[float]:
    """The heights of lines that, pieces joined, reach as far across as most on the page do."""
    reach: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.is_horizontal:
            reach[round(edge.top / _TOLERANCE)].append(edge)
    widths = {
        sum(edge.top for edge in row) / len(row): sum(edge.x1 - edge.x0 for edge in row)
        for row in reach.values()
    }
    longest = max(widths.values(), default=0.0)
    return sorted(top for top, width in widths.items() if width > longest / 2)


def _line(edge: Edge) -> dict[str, Any]:
    """A line as pdfplumber has it."""
    return {
        "x0": edge.x0, "x1": edge.x1, "top": edge.top, "bottom": edge.bottom,
        "width": edge.x1 - edge.x0, "height": edge.bottom - edge.top,
        "orientation": "h" if edge.is_horizontal else "v",
    }  # fmt: skip


def _edge(line: Mapping[str, Any]) -> Edge:
    return Edge(line["x0"], line["top"], line["x1"], line["bottom"])


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


def rows_of(table: Table, chars: Sequence[Char]) -> tuple[list[CellRow], set[int]]:
    """The cells of a ruled table: text where a merged cell begins, blanks where it goes on.

    Also the `id` of each of the characters that stand in them.
    """
    x0, top, x1, bottom = table.bbox
    beside = [c for c in chars if top <= (c.top + c.bottom) / 2 <= bottom]
    places = _figure_places(beside)
    placed = ((places.get(id(c), (c.x0 + c.x1) / 2), (c.top + c.bottom) / 2, c) for c in beside)
    inside = sorted(
        (place for place in placed if x0 <= place[0] <= x1),
        key=itemgetter(1),
    )
    middles = [place[1] for place in inside]
    used: set[int] = set()
    rows = []
    lefts = sorted({cell[0] for cell in table.cells})
    for row in table.rows:
        cells = [""] * len(lefts)
        boxes: list[Box] = [(0.0, 0.0, 0.0, 0.0)] * len(lefts)
        for number, box in enumerate(row.cells):
            if box is None:
                continue
            left, upper, right, lower = box
            in_row = inside[bisect_left(middles, upper) : bisect_left(middles, lower)]
            # Of cells that overlap the upper one, or the left one, has what stands in both.
            members = [char for x, _, char in in_row if left <= x < right and id(char) not in used]
            used.update(map(id, members))
            boxes[number] = box
            parts = parts_of(members, lefts[number : bisect_left(lefts, right)])
            for offset, part in parts.items():
                cells[number + offset] = cell_text(part)
                boxes[number + offset] = bbox_of(part)
        rows.append((cells, boxes))
    # A cell whose lines aren't all drawn is where its row and its column meet.
    tops = [row.bbox[1] for row in table.rows]
    open_cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
    for x, y, char in inside:
        place = bisect_right(tops, y) - 1, bisect_right(lefts, x) - 1
        if id(char) not in used and not rows[place[0]][0][place[1]]:
            open_cells[place].append(char)
    for (number, column), members in open_cells.items():
        used.update(map(id, members))
        rows[number][0][column], rows[number][1][column] = cell_text(members), bbox_of(members)
    return [(tuple(cells), tuple(boxes)) for cells, boxes in rows], used


def _figure_places(chars: Iterable[Char]) -> dict[int, float]:
    """The middle of the figure that a character is of, by its `id`.

    A figure that reaches over a line, or over what was taken for one, is not cut there.
    """
    places: dict[int, float] = {}
    for line in lines_of(char for char in chars if char.text in _OF_FIGURES):
        for word in chars_of_words(line, _NO_GAP):
            if AMOUNT.fullmatch("".join([char.text for char in word])):
                places |= dict.fromkeys(map(id, word), (word[0].x0 + word[-1].x1) / 2)
    return places


def parts_of(members: list[Char], lefts: Sequence[float]) -> dict[int, list[Char]]:
    """The characters of a cell by its columns: all in the first, as of a merged cell.

    Where lines between columns are not drawn in each row, wide gaps stand at their places.
    """
    whole = {0: members} if members else {}
    if len(lefts) < 2 or not members:
        return whole
    parts: dict[int, list[Char]] = defaultdict(list)
    for line in lines_of(members):
        columns = []
        for segment in segments_of(line):
            first, last = (
                bisect_left(lefts, edge) - 1
                for edge in (segment.bbox[0] + _TOLERANCE, segment.bbox[2] - _TOLERANCE)
            )
            if first != last:
                return whole
            columns.append(first)
            parts[first] += [c for c in line if segment.bbox[0] <= c.x0 < segment.bbox[2]]
        if len(set(columns)) < len(columns):
            return whole
    return parts if len(parts) > 1 else whole
