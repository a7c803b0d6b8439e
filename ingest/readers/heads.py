"""Which columns without lines between does each part of a table's header stand over?

A part over several columns stands in their middle, and each of them has a part of its own below
it; it is placed in the first of them, as the text of a merged cell is.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.columns import AlignedColumns
from ingest.readers.layout import Word, segments_of, words_of
from ingest.readers.pdf_chars import Char

_CENTRED = 0.7  # characters' heights off the middle
_Cells = dict[int, list[Char]]


def header_cells(lines: Sequence[list[Char]], columns: AlignedColumns) -> list[_Cells]:
    """The characters of each column on each line of a header, from top to bottom."""
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
    if not free[place] or abs(part.bbox[0] - columns.bands[place][0]) < _CENTRED * size:
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
