"""Which lines of plain text keep their columns by the spaces between words?

Programs that write a page's text as it is laid out put as many spaces between two words as there is
room. Where most figures stand behind several spaces, characters have places as on a page: a Chinese
one is as wide as two, or as one, whichever puts more figures below each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ingest.readers.pdf.chars import Char
from ingest.readers.tables.aligned import Block, aligned_blocks
from ingest.readers.tables.columns import AlignedColumns
from ingest.readers.tables.heads import is_named
from ingest.readers.tables.words import Word, has_figure, segments_of

_AMOUNT = re.compile(r"(?<=\S)(\s+)((?:[¥￥] ?)?-?[\d,]*\d\.\d+)(?!\S)")
_FIGURE = re.compile(r"-?[\d,]*\d\.\d+")
_KEPT = 0.8  # of the figures behind others stand behind several spaces
_FEW = 6  # figures: fewer don't show what spaces mean
_WIDTH = 5.0  # of a character of one place
_HEIGHT = 8.0  # less than the width of two spaces, which part columns, more than that of one
_PITCH = 2.5 * _HEIGHT  # no line is the rest of another's cell
_Line = list[Char]
_Part = tuple[list[int], list[tuple[str, ...]] | None]


def keeps_columns(lines: Sequence[str]) -> bool:
    """Whether the spaces of lines of text say where their columns are."""
    gaps = [len(gap) for line in lines for gap, _ in _AMOUNT.findall(line)]
    return len(gaps) >= _FEW and sum(gap > 1 for gap in gaps) >= _KEPT * len(gaps)


def parts_of(
    lines: Sequence[str], before: AlignedColumns | None = None
) -> tuple[list[_Part], AlignedColumns | None]:
    """Lines as tables and text: of each part its lines by number, and its rows of cells if any.

    Blank lines are no line of any part. `before` are the columns that the page before ended with;
    those that this one ends with are returned.
    """
    wide = _is_wide_twice(lines)
    placed = [line for line in (_chars(n, text, wide) for n, text in enumerate(lines)) if line]
    parts: list[_Part] = []
    columns = before
    for form in _forms(placed):
        # Each line is a row.
        rules = [line[0].bottom + _HEIGHT / 2 for line in form]
        blocks, columns = aligned_blocks(form, columns, rules)
        parts += [_part(block) for block in blocks]
    return parts, columns


def _forms(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines of each form: one begins behind the last row of cells above 部门： and 单位：."""
    start = last = 0
    for number, line in enumerate(lines):
        words = segments_of(line)
        if any(map(is_named, words)) and not has_figure(words):
            if last > start:
                yield list(lines[start:last])
                start = last
        elif len(words) > 1:
            last = number + 1
    yield list(lines[start:])


def _part(block: Block) -> _Part:
    numbers = [_number(line[0].top) for line in block.lines]
    if block.columns is None or _is_crossed(block, block.columns):
        return numbers, None
    rows, starts = [], []
    for cells, boxes in block.rows():
        tops = [box[1] for box, cell in zip(boxes, cells, strict=True) if cell]
        starts.append(_number(min(tops)))
        rows.append(cells)
    return starts, rows


def _is_crossed(block: Block, columns: AlignedColumns) -> bool:
    """Whether a figure stands under another column's head more than under its own."""
    lines = [segments_of(line) for line in block.lines]
    heads: list[Word] = []
    for parts in reversed(lines[: block.header]):
        names = [part for part in parts if not part.text.isdigit()]
        # A head over others spans them.
        heads += [part for part in names if not any(_shared(part, head) > 0 for head in heads)]
    for part in (part for parts in lines[block.header :] for part in parts):
        over = max(heads, key=lambda head: _shared(head, part), default=part)
        if (
            _FIGURE.fullmatch(part.text)
            and _shared(over, part) > 0
            and columns.place(over.bbox) != columns.place(part.bbox)
        ):
            return True
    return False


def _shared(one: Word, other: Word) -> float:
    return min(one.bbox[2], other.bbox[2]) - max(one.bbox[0], other.bbox[0])


def _number(top: float) -> int:
    return round(top / _PITCH)


def _chars(number: int, text: str, wide: bool) -> _Line:
    chars: _Line = []
    top = number * _PITCH
    x = 0.0
    for char, width in zip(text, _widths(text, wide), strict=True):
        if not char.isspace():
            chars.append(Char(char, x, top, x + width, top + _HEIGHT))
        x += width
    return chars


def _widths(text: str, wide: bool) -> Iterator[float]:
    for char in text:
        double = wide and unicodedata.east_asian_width(char) in "WF"
        yield 2 * _WIDTH if double else _WIDTH


def _is_wide_twice(lines: Sequence[str]) -> bool:
    """Whether more figures end below each other if a Chinese character is as wide as two."""
    return len(_ends(lines, wide=True)) <= len(_ends(lines, wide=False))


def _ends(lines: Sequence[str], wide: bool) -> set[float]:
    ends = set()
    for line in lines:
        for found in _AMOUNT.finditer(line):
            ends.add(sum(_widths(line[: found.end()], wide)))
    return ends
