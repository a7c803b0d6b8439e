"""Which lines without rules are a table, and what stands in its cells?"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Box
from ingest.readers.columns import AlignedColumns, columns_of
from ingest.readers.forms import forms_of
from ingest.readers.heads import header_cells
from ingest.readers.layout import (
    Word,
    bbox_of,
    cell_text,
    has_figure,
    pieces_of,
    segments_of,
)
from ingest.readers.pdf_chars import Char

_MIN_ROWS = 2
_FULL_ROW = 4
_GOES_ON = 3  # parts of a lone row that each stand in a column of the page before
_MAX_HEADER = 8
_WIDE = 0.6  # of the table: a line of words without a gap that is wider is no header
_FULL = 1.2  # characters' heights: where no more room is left, a name goes on in the next line
_NAMED = re.compile("[:：]")
_Line = list[Char]
_Cells = dict[int, list[Char]]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: a table if `columns` is set, else text.

    The first `header` lines of a table are its header's; `rules` are the heights of lines across.
    """

    lines: list[_Line]
    columns: AlignedColumns | None
    header: int = 0
    rules: Sequence[float] = field(default=())

    @property
    def top(self) -> float:
        return min(char.top for char in self.lines[0])

    def rows(self) -> list[tuple[tuple[str, ...], tuple[Box, ...]]]:
        """The rows of cells; two parts in one column are one cell, a name's further lines too."""
        assert self.columns is not None
        headers = header_cells(self.lines[: self.header], self.columns)
        placed = [*headers, *(_cells_of(line, self.columns) for line in self.lines[self.header :])]
        rows = []
        for cells, line in self._joined(placed):
            texts, boxes = [], []
            for number, (left, right) in enumerate(self.columns.bands):
                chars = cells.get(number, [])
                texts.append(cell_text(chars))
                box = (left, line[0].top, right, line[0].bottom)
                boxes.append(bbox_of(chars) if chars else box)
            rows.append((tuple(texts), tuple(boxes)))
        return rows

    def _joined(self, placed: list[_Cells]) -> list[tuple[_Cells, _Line]]:
        """The cells of each row: lines of one row together."""
        ends: dict[int, float] = {}
        for cells in placed[self.header :]:
            for number, chars in cells.items():
                ends[number] = max(ends.get(number, 0.0), _end(chars))
        rows: list[tuple[_Cells, _Line]] = []
        for number, (cells, line) in enumerate(zip(placed, self.lines, strict=True)):
            if number > self.header and self._goes_on(rows[-1], cells, line, ends):
                for column, chars in cells.items():
                    rows[-1][0].setdefault(column, []).extend(chars)
            else:
                rows.append((cells, line))
        return rows

    def _goes_on(
        self, row: tuple[_Cells, _Line], cells: _Cells, line: _Line, ends: dict[int, float]
    ) -> bool:
        """Whether a line belongs to the row above it."""
        above, first = row
        top, before = line[0], first[0]
        torn = any(
            _is_torn(above[column], chars) for column, chars in cells.items() if column in above
        )
        if _has_amounts(above) and _has_amounts(cells) and not torn:
            return False
        if self.rules:
            middles = [(char.top + char.bottom) / 2 for char in (before, top)]
            return bisect(self.rules, middles[0]) == bisect(self.rules, middles[1])
        last = max(char.bottom for chars in above.values() for char in chars)
        if last - top.top > top.size / 2:
            return True
        return (torn or not _has_figures(cells)) and all(
            column in above and _end(above[column]) + _FULL * top.size > ends[column]
            for column in cells
        )


def aligned_blocks(
    lines: list[_Line], before: AlignedColumns | None, rules: Sequence[float] = ()
) -> tuple[list[Block], AlignedColumns | None]:
    """Part lines into tables and text; return them and the columns of the last table.

    `before` are the columns of the table that the page before ended with: a table that goes on
    without a header takes them, so that its blank columns are not lost. `rules` are the heights
    of lines that are drawn across the page, from top to bottom.
    """
    segments = [segments_of(line) for line in lines]
    is_data = [len(parts) >= 2 and has_figure(parts) for parts in segments]
    blocks: list[Block] = []
    for form in forms_of(segments, is_data):
        part = slice(form.start, form.stop)
        found, before = _blocks_of_form(lines[part], segments[part], is_data[part], before, rules)
        blocks += found
    return blocks, before


def _blocks_of_form(
    lines: list[_Line],
    segments: Sequence[Sequence[Word]],
    is_data: list[bool],
    before: AlignedColumns | None,
    rules: Sequence[float],
) -> tuple[list[Block], AlignedColumns | None]:
    """A form's table with the text around it, if it is one; its columns."""
    is_full = any(sum(has_figure([part]) for part in parts) >= _FULL_ROW for parts in segments)
    goes_on = before is not None and any(
        data and len(parts) >= _GOES_ON and before.fits([parts])
        for data, parts in zip(is_data, segments, strict=True)
    )
    if sum(is_data) < _MIN_ROWS and not is_full and not goes_on:
        return ([Block(lines, None)] if lines else []), (None if lines else before)
    first = is_data.index(True)
    last = len(is_data) - 1 - is_data[::-1].index(True)
    start = _header_start(segments, first, last)
    data = [number for number in range(first, last + 1) if len(segments[number]) >= 2]
    columns = columns_of(
        _heads(segments[start:first]), [segments[n] for n in data], [lines[n] for n in data]
    )
    alone = start == first or len(data) == 1
    if alone and before is not None and before.fits(segments[first : last + 1]):
        columns = before
    last = _last_line(lines, columns, last)
    within = [y for y in rules if lines[first][0].top <= y <= lines[last][0].bottom]
    blocks = [
        Block(lines[:start], None),
        Block(
            lines[start : last + 1], columns, first - start,
            within if 2 * len(within) >= len(data) - 1 else (),
        ),
        Block(lines[last + 1 :], None),
    ]  # fmt: skip
    return [block for block in blocks if block.lines], columns


def _header_start(segments: Sequence[Sequence[Word]], first: int, last: int) -> int:
    """The line where the header above the first line of data begins.

    It goes up as far as lines have several parts; lines between them with one part are headers
    of merged cells, unless they are as wide as prose.
    """
    edges = [part.bbox for parts in segments[first : last + 1] for part in parts]
    width = max(box[2] for box in edges) - min(box[0] for box in edges)
    start = number = first
    while number > 0 and first - number < _MAX_HEADER:
        number -= 1
        parts = segments[number]
        if len(parts) >= 2:
            start = number
        elif parts and parts[0].bbox[2] - parts[0].bbox[0] > _WIDE * width:
            break
    return start


def _heads(header: Sequence[Sequence[Word]]) -> Sequence[Sequence[Word]]:
    """The lines of a header with the columns' names: not the bureau, the unit, or numbers."""
    named = [n for n, parts in enumerate(header) if any(_NAMED.search(p.text) for p in parts)]
    below = header[named[-1] + 1 :] if named else header
    return [parts for parts in below if not any(part.text.isdigit() for part in parts)]


def _last_line(lines: Sequence[_Line], columns: AlignedColumns, last: int) -> int:
    """The last line of a table with those in which the last row's names go on."""
    while last + 1 < len(lines):
        cells = _cells_of(lines[last + 1], columns)
        above = _cells_of(lines[last], columns)
        near = lines[last + 1][0].top - lines[last][0].bottom < lines[last][0].size / 2
        if not near or len(cells) > 1 or _has_figures(cells) or not cells.keys() <= above.keys():
            break
        [(column, chars)] = cells.items()
        if _end(chars) > columns.bands[column][1] + 1 or _has_figures({0: above[column]}):
            break
        if _end(above[column]) + _FULL * chars[0].size < columns.bands[column][1]:
            break
        last += 1
    return last


def _cells_of(line: _Line, columns: AlignedColumns) -> _Cells:
    cells: _Cells = {}
    for piece in pieces_of(line):
        for part in columns.split(piece):
            cells.setdefault(columns.place(bbox_of(part)), []).extend(part)
    return cells


def _end(chars: Sequence[Char]) -> float:
    """Where the last line of a cell ends."""
    bottom = max(char.bottom for char in chars)
    return max(char.x1 for char in chars if char.bottom > bottom - char.size / 2)


def _is_torn(above: Sequence[Char], below: Sequence[Char]) -> bool:
    """Whether a figure goes on in the next line: 1225 over .01, or 217. over 98."""
    upper, lower = "".join([c.text for c in above]), "".join([c.text for c in below])
    return lower[-1:].isdigit() and (
        (upper[-1:].isdigit() and lower.startswith("."))
        or (upper.endswith((".", ",")) and lower[:1].isdigit())
    )


def _texts(cells: _Cells) -> list[Word]:
    return [Word("".join([c.text for c in chars]), chars[0][1:]) for chars in cells.values()]


def _has_figures(cells: _Cells) -> bool:
    return has_figure(_texts(cells)) or any(word.text.isdigit() for word in _texts(cells))


def _has_amounts(cells: _Cells) -> bool:
    return any("." in word.text and has_figure([word]) for word in _texts(cells))
