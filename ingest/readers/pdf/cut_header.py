"""The header of a table without lines that a page break cuts from its rows.

Its lines are set above the top of the next page, where they are the header of what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Box
from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.page import PageContent
from ingest.readers.tables.heads import is_named
from ingest.readers.tables.words import has_figure, segments_of

_WORDS = re.compile(r"[^\W\d_]")
_FAR = 6.0  # characters' heights between two lines of a header
_FEWEST = 3  # heads on one of its lines
_Line = list[Char]
CellRow = tuple[tuple[str, ...], tuple[Box, ...]]


@dataclass(frozen=True, slots=True)
class CutHeader:
    """The last lines of a page, from 1, that may head what the next page begins with."""

    page: int
    content: PageContent
    lines: list[_Line]

    @property
    def _shift(self) -> float:
        return 1 + max(char.bottom for line in self.lines for char in line)

    def above(self, content: PageContent) -> list[_Line]:
        """The lines above the top of a page of the same shape; else none."""
        if (content.width, content.turned) != (self.content.width, self.content.turned):
            return []
        shift = self._shift
        return [
            [char._replace(top=char.top - shift, bottom=char.bottom - shift) for char in line]
            for line in self.lines
        ]

    def rows(self, rows: Sequence[CellRow]) -> list[CellRow]:
        """Those rows that stand on its own page, where they stand there."""
        shift = self._shift
        return [
            (cells, tuple((x0, top + shift, x1, bottom + shift) for x0, top, x1, bottom in boxes))
            for cells, boxes in rows
            if is_above(boxes)
        ]


def is_above(boxes: Sequence[Box]) -> bool:
    """Whether a row stands above the top of its page: on the page before."""
    return boxes[0][1] < 0


def without_header(lines: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The lines of a page's end without those of a header that is cut, and these, often none."""
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        parts = segments_of(lines[number])
        below = lines[number + 1] if number + 1 < len(lines) else lines[number]
        size = lines[number][0].size
        if (
            has_figure(parts)
            or any(is_named(part) or not _WORDS.search(part.text) for part in parts)
            or min(c.top for c in below) - min(c.top for c in lines[number]) > _FAR * size
            or "。" in "".join(part.text for part in parts)
        ):
            break
        if len(parts) > 1:
            start = number
    header = lines[start:]
    if max((len(segments_of(line)) for line in header), default=0) < _FEWEST:
        return lines, []
    return lines[:start], header
