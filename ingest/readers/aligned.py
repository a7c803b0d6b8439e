"""Which lines without rules are a table, and which column is each of their parts in?

Figures stand below figures: the columns of a block of lines are the bands that the parts of its
data lines cover. A header's part that reaches over several bands belongs to the first of them, as
the text of a merged cell does; one beside all bands heads a column without figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Box
from ingest.readers.layout import Word, has_figure, join_boxes, segments_of
from ingest.readers.pdf_page import Char

_MIN_ROWS = 2
_FULL_ROW = 4
_MAX_HEADER = 8
Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class AlignedColumns:
    """The bands (left, right) of the columns of a table, from left to right."""

    bands: tuple[Band, ...]

    def place(self, segment: Word) -> int:
        """The column of a part of a line: the first band that it covers, else the nearest."""
        left, right = segment.bbox[0], segment.bbox[2]
        for number, (start, end) in enumerate(self.bands):
            if min(right, end) - max(left, start) > 0:
                return number
        middle = (left + right) / 2
        return min(
            range(len(self.bands)),
            key=lambda n: min(abs(self.bands[n][0] - middle), abs(self.bands[n][1] - middle)),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: a table if `columns` is set, else text."""

    lines: list[list[Char]]
    columns: AlignedColumns | None

    @property
    def top(self) -> float:
        return min(char.top for char in self.lines[0])

    def rows(self) -> list[tuple[tuple[str, ...], tuple[Box, ...]]]:
        """The lines as rows of cells; two parts in one column are one cell."""
        assert self.columns is not None
        rows = []
        for line in self.lines:
            placed: dict[int, list[Word]] = {}
            for segment in segments_of(line):
                placed.setdefault(self.columns.place(segment), []).append(segment)
            cells, boxes = [], []
            for number, (left, right) in enumerate(self.columns.bands):
                words = placed.get(number, [])
                cells.append(" ".join(word.text for word in words))
                top, bottom = line[0].top, line[0].bottom
                boxes.append(join_boxes(words) if words else (left, top, right, bottom))
            rows.append((tuple(cells), tuple(boxes)))
        return rows


def aligned_blocks(
    lines: list[list[Char]], before: AlignedColumns | None
) -> tuple[list[Block], AlignedColumns | None]:
    """Part lines into tables and text; return them and the columns of the last table.

    `before` are the columns of the table that the page before ended with: a table that goes on
    without a header takes them, so that its blank columns are not lost.
    """
    segments = [segments_of(line) for line in lines]
    is_data = [len(parts) >= 2 and has_figure(parts) for parts in segments]
    is_full = any(sum(has_figure([part]) for part in parts) >= _FULL_ROW for parts in segments)
    if sum(is_data) < _MIN_ROWS and not is_full:
        return ([Block(lines, None)] if lines else []), (None if lines else before)
    first = is_data.index(True)
    last = len(is_data) - 1 - is_data[::-1].index(True)
    start = first
    while start > 0 and first - start < _MAX_HEADER and len(segments[start - 1]) >= 2:
        start -= 1
    columns = _columns(segments[start:first], segments[first : last + 1])
    if start == first and before is not None and _fits(segments[first : last + 1], before):
        columns = before
    blocks = [
        Block(lines[:start], None),
        Block(lines[start : last + 1], columns),
        Block(lines[last + 1 :], None),
    ]
    return [block for block in blocks if block.lines], columns


def _columns(header: list[list[Word]], data: list[list[Word]]) -> AlignedColumns:
    bands: list[Band] = []
    for parts in data:
        if len(parts) >= 2:
            for part in parts:
                bands = _merged(bands, (part.bbox[0], part.bbox[2]))
    for part in sorted(
        (part for parts in header for part in parts), key=lambda p: p.bbox[2] - p.bbox[0]
    ):
        left, right = part.bbox[0], part.bbox[2]
        if not any(min(right, end) > max(left, begin) for begin, end in bands):
            bands = sorted([*bands, (left, right)])
    return AlignedColumns(tuple(bands))


def _merged(bands: list[Band], band: Band) -> list[Band]:
    left, right = band
    apart = []
    for start, end in bands:
        if end <= left or start >= right:
            apart.append((start, end))
        else:
            left, right = min(left, start), max(right, end)
    return sorted([*apart, (left, right)])


def _fits(data: list[list[Word]], columns: AlignedColumns) -> bool:
    """Whether every part of the lines lies in one of the columns."""
    for parts in data:
        for part in parts:
            covered = [
                1 for start, end in columns.bands
                if min(part.bbox[2], end) > max(part.bbox[0], start)
            ]  # fmt: skip
            if len(covered) != 1:
                return False
    return True
