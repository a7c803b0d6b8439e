"""Where does one form end and the next begin, among lines without rules between columns?

A header stands between: words that begin no name of the form above, over the figures of it or
beside all its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.layout import Word

_WORDS = re.compile(r"[^\W\d_]")
_SAME = 0.5  # characters' heights: words that begin so near to each other begin at one place
_WIDE = 0.5  # of the form above: a head so wide says as much as two
_Line = Sequence[Word]


def forms_of(lines: Sequence[_Line], is_data: Sequence[bool]) -> list[range]:
    """The lines of each form, with what stands above it; `lines` are parted by wide gaps."""
    forms: list[range] = []
    start = 0
    above: list[_Line] = []
    between: list[int] = []
    for number, parts in enumerate(lines):
        if not is_data[number]:
            between.append(number)
            continue
        if above and between:
            foreign = [_foreign(lines[n], above) for n in between]
            if any(_is_head(parts, above) for parts in foreign):
                end = next(n for n, parts in zip(between, foreign, strict=True) if parts)
                forms.append(range(start, end))
                start, above = end, []
        above.append(parts)
        between = []
    return [*forms, range(start, len(lines))]


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
        over = any(_meet(part, figure) for figure in figures)
        if not begins and (over or not any(_meet(part, name) for name in names)):
            found.append(part)
    return found


def _is_head(foreign: Sequence[Word], above: Sequence[_Line]) -> bool:
    """Whether words are a header's: several on a line, or as wide as several."""
    if len(foreign) != 1:
        return len(foreign) > 1
    left = min(part.bbox[0] for parts in above for part in parts)
    right = max(part.bbox[2] for parts in above for part in parts)
    return foreign[0].bbox[2] - foreign[0].bbox[0] > _WIDE * (right - left)


def _meet(one: Word, other: Word) -> bool:
    return min(one.bbox[2], other.bbox[2]) > max(one.bbox[0], other.bbox[0])
