"""Where does one form end and the next begin, among lines without rules between columns?

A header stands between: words that begin no name of the form above, over the figures of it or
beside all its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.tables.headed import meet
from ingest.readers.tables.line_rows import BESIDE
from ingest.readers.tables.words import Word

_WORDS = re.compile(r"[^\W\d_]")
_SAME = 0.5  # characters' heights: words that begin so near to each other begin at one place
_WIDE = 0.5  # of the form above: a head so wide says as much as two
_LEADING = 1.5  # characters' heights between the lines of a cell
_SAME_ROW = 0.95  # of the least distance of two lines with figures
_Line = Sequence[Word]


def forms_of(lines: Sequence[_Line], is_data: Sequence[bool]) -> list[range]:
    """The lines of each form, with what stands above it; `lines` are parted by wide gaps."""
    forms: list[range] = []
    start = 0
    above: list[int] = []
    between: list[int] = []
    for number in range(len(lines)):
        if not is_data[number]:
            between.append(number)
            continue
        if above and between:
            names = [lines[n] for n in above]
            apart = _apart(lines, above, between, number)
            foreign = [_foreign(lines[n], names) for n in apart]
            if any(_is_head(parts, names) for parts in foreign):
                end = next(n for n, parts in zip(apart, foreign, strict=True) if parts)
                forms.append(range(start, end))
                start, above = end, []
        above.append(number)
        between = []
    return [*forms, range(start, len(lines))]


def _apart(
    lines: Sequence[_Line], above: Sequence[int], between: Sequence[int], below: int
) -> Sequence[int]:
    """The lines between without those that are of the rows above and below: names go on there."""
    heights = {n: _height(lines[n]) for n in (*above, *between, below) if lines[n]}
    size = max(part.bbox[3] - part.bbox[1] for part in lines[below])
    pitch = min((heights[m] - heights[n] for n, m in pairwise(above)), default=0.0)
    near = max(BESIDE * size, min(_SAME_ROW * pitch, _LEADING * size))
    low, high = 0, len(between)
    around = [above[-1], *between, below]
    while low < high and heights[around[low + 1]] - heights[around[low]] < near:
        low += 1
    while low < high and heights[around[high + 1]] - heights[around[high]] < near:
        high -= 1
    return between[low:high]


def _height(line: _Line) -> float:
    return sum(part.bbox[1] + part.bbox[3] for part in line) / len(line) / 2


def _foreign(line: _Line, above: Sequence[_Line]) -> list[Word]:
    """The words of a line that aren't of a column of names of the form above."""
    names = [part for parts in above for part in parts if _WORDS.search(part.text)]
    figures = [part for parts in above for part in parts if not _WORDS.search(part.text)]
    found = []
    for part in line:
        if not _WORDS.search(part.text):
            continue
        near = _SAME * (part.bbox[3] - part.bbox[1])
        begins = any(abs(part.bbox[0] - name.bbox[0]) < near for name in names)
        over = any(meet(part.bbox[::2], figure.bbox[::2]) for figure in figures)
        if not begins and (over or not any(meet(part.bbox[::2], name.bbox[::2]) for name in names)):
            found.append(part)
    return found


def _is_head(foreign: Sequence[Word], above: Sequence[_Line]) -> bool:
    """Whether words are a header's: several on a line, or as wide as several."""
    if len(foreign) != 1:
        return len(foreign) > 1
    left = min(part.bbox[0] for parts in above for part in parts)
    right = max(part.bbox[2] for parts in above for part in parts)
    return foreign[0].bbox[2] - foreign[0].bbox[0] > _WIDE * (right - left)
