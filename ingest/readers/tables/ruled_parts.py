"""Which ruled tables are one grid, and which one ruled grid is two tables?

A form goes on over a page break: its header may stand alone at the foot of a page, and merge what
the rows on the next page part. So its tables are counted in the same columns: those of the one that
has more, if the lines of the other all go on in it. Tables of other columns that touch are several.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

from pdfplumber.page import Page
from pdfplumber.table import Table as RuledTable

from ingest.document import Box, Row, Table
from ingest.readers.pdf.chars import Char
from ingest.readers.tables.ruled import CellRow, parts_of
from ingest.readers.tables.torn import AMOUNT
from ingest.readers.tables.words import bbox_of, cell_text, lines_of

_NUMBERS = re.compile(r"[-\d,.\s]+")
_NEAR = 4.0  # points: nearer lines of two tables are the same line
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a ruled table begin, from left to right, and where the last one ends."""

    lefts: tuple[float, ...]
    right: float

    def with_rest(self) -> Columns:
        """With the column that the page cuts off at the right."""
        return Columns((*self.lefts, self.right), self.right + _NEAR + 1)

    def is_part_of(self, other: Columns) -> bool:
        """Whether each of the lines goes on in another table."""
        lines, others = (*self.lefts, self.right), (*other.lefts, other.right)
        return (
            _is_near(lines[0], others[:1])
            and _is_near(lines[-1], others[-1:])
            and all(_is_near(line, others) for line in lines)
        )


def columns_of(table: RuledTable) -> Columns:
    """The columns of a table."""
    return Columns(tuple(sorted({cell[0] for cell in table.cells})), table.bbox[2])


def apart(table: RuledTable) -> list[RuledTable]:
    """The tables that touch each other above and below, from top to bottom: often only one.

    Where most lines between columns end at the foot of a row, and most of those below begin there,
    another table begins.
    """
    tops = sorted({cell[1] for cell in table.cells})[1:]
    starts = [
        y
        for y in tops
        if _are_others(_lines_at(table, y - 1), _lines_at(table, y + 1))
        and not any(top < y - 1 and bottom > y + 1 for _, top, _, bottom in table.cells)
    ]
    if not starts:
        return [table]
    members = groupby(
        sorted(table.cells, key=lambda c: c[1]), key=lambda c: bisect_left(starts, c[1] + 0.01)
    )
    # A table keeps its page to read text from it, which isn't done here.
    return [RuledTable(cast(Page, None), list(cells)) for _, cells in members]


def _lines_at(table: RuledTable, y: float) -> list[float]:
    """The lines between columns at a height."""
    return sorted({x for x, top, _, bottom in table.cells if top < y < bottom} - {table.bbox[0]})


def _are_others(above: Sequence[float], below: Sequence[float]) -> bool:
    shared = sum(_is_near(line, below) for line in above)
    return 2 * shared < min(len(above), len(below))


def _is_near(line: float, others: Sequence[float]) -> bool:
    return any(abs(line - other) <= _NEAR for other in others)


def row_between(upper: RuledTable, lower: RuledTable, chars: Iterable[Char]) -> CellRow | None:
    """The row that stands unruled between two parts of a table, or None.

    Its words must stand in two columns of the parts at least, and one of them be a figure.
    """
    own, other = columns_of(upper), columns_of(lower)
    if not (own.is_part_of(other) or other.is_part_of(own)):
        return None
    lefts = max(own.lefts, other.lefts, key=len)
    parts = parts_of(list(chars), lefts)
    texts = [cell_text(parts.get(n, ())) for n in range(len(lefts))]
    if len(parts) < 2 or not any(map(_NUMBERS.fullmatch, texts)):
        return None
    if any(_may_be_two(parts[n], texts[n]) for n in parts):
        return None
    boxes = [bbox_of(parts[n]) if n in parts else _NOWHERE for n in range(len(lefts))]
    return tuple(texts), tuple(boxes)


def _may_be_two(chars: list[Char], text: str) -> bool:
    """Whether figures that stand below each other may not be one figure in two lines."""
    return (
        len(lines_of(chars)) > 1
        and _NUMBERS.fullmatch(text) is not None
        and AMOUNT.fullmatch(text) is None
    )


def with_common_columns(tables: Iterable[Table], columns: dict[int, Columns]) -> list[Table]:
    """The tables of a document, ruled ones in sequence of which one has the other's lines alike.

    `columns` are those of the ruled tables by table number. Blanks are put where a cell of another
    table goes on.
    """
    found = list(tables)
    ruled = [number for number, table in enumerate(found) if table.table_number in columns]
    groups: list[tuple[Columns, list[int]]] = []
    for number in ruled:
        own = columns[found[number].table_number]
        if groups and own.is_part_of(groups[-1][0]):
            groups[-1][1].append(number)
        elif groups and groups[-1][0].is_part_of(own):
            groups[-1] = (own, [*groups[-1][1], number])
        else:
            groups.append((own, [number]))
    for common, members in groups:
        for number in members:
            own = columns[found[number].table_number]
            if len(own.lefts) < len(common.lefts):
                found[number] = _spread(found[number], own, common)
    return found


def _spread(table: Table, own: Columns, common: Columns) -> Table:
    places = [
        min(range(len(common.lefts)), key=lambda n: abs(common.lefts[n] - left))
        for left in own.lefts
    ]
    rows = []
    for row in table.rows:
        cells = [""] * len(common.lefts)
        boxes = [_NOWHERE] * len(common.lefts)
        sure = [1.0] * len(common.lefts)
        for number, (place, text, box) in enumerate(
            zip(places, row.cells, row.bboxes or (), strict=True)
        ):
            cells[place], boxes[place] = text, box
            sure[place] = row.confidences[number] if row.confidences else 1.0
        rows.append(_with_cells(row, cells, boxes, sure))
    return replace(table, rows=tuple(rows))


def _with_cells(row: Row, cells: Sequence[str], boxes: Sequence[Box], sure: Sequence[float]) -> Row:
    confidences = tuple(sure) if row.confidences else None
    return replace(
        row, cells=tuple(cells), bboxes=tuple(boxes), text="\t".join(cells), confidences=confidences
    )
