"""Which lines without rules are a table, and what stands in its cells?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Box
from ingest.readers.pdf.chars import Char
from ingest.readers.tables.columns import AlignedColumns, change_of_columns, columns_of
from ingest.readers.tables.forms import forms_of
from ingest.readers.tables.headed import NUMBER
from ingest.readers.tables.heads import header_cells, is_named, is_numbering
from ingest.readers.tables.line_rows import BESIDE, height, rows_of_lines, whole_rows
from ingest.readers.tables.near_names import parts_of_lines
from ingest.readers.tables.words import Word, bbox_of, cell_text, has_figure, pieces_of, segments_of

_MIN_ROWS = 2
_FULL_ROW = 4
_GOES_ON = 3  # parts of a lone row that each stand in a column of the page before
_MAX_HEADER = 24.0  # characters' heights
_NEAR = 2.5  # of it: a line farther from the next is no rest of a row of the page before
_LEADING = 1.55  # of it: lines of a cell aren't farther from each other
_WIDE = 0.6  # of the table: a line of words without a gap that is wider is no header
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
        data = self.lines[self.header :]
        placed = [_cells_of(line, self.columns) for line in data]
        header = header_cells(self.lines[: self.header], self.columns)
        joined = [part for row in header for part in _on_two_pages(row)]
        for numbers in rows_of_lines(data, placed, self.rules):
            row: _Cells = {}
            for number in numbers:
                for column, chars in placed[number].items():
                    row.setdefault(column, []).extend(chars)
            joined.append(row)
        return [self._row(cells) for cells in joined]

    def _row(self, cells: _Cells) -> tuple[tuple[str, ...], tuple[Box, ...]]:
        assert self.columns is not None
        _, top, _, bottom = bbox_of([char for chars in cells.values() for char in chars])
        texts, boxes = [], []
        for number, (left, right) in enumerate(self.columns.bands):
            chars = cells.get(number, [])
            texts.append(cell_text(chars))
            boxes.append(bbox_of(chars) if chars else (left, top, right, bottom))
        return tuple(texts), tuple(boxes)


def _on_two_pages(row: _Cells) -> list[_Cells]:
    """What of a header's row stands on the page before, above the top of the page, and below."""
    parts: list[_Cells] = [{}, {}]
    for number, chars in row.items():
        for char in chars:
            parts[char.bottom > 0].setdefault(number, []).append(char)
    return [part for part in parts if part]


def aligned_blocks(
    lines: list[_Line], before: AlignedColumns | None, rules: Sequence[float] = ()
) -> tuple[list[Block], AlignedColumns | None]:
    """Part lines into tables and text; return them and the columns of the last table.

    `before` are the columns of the table that the page before ended with: a table that goes on
    without a header takes them, so that its blank columns are not lost. `rules` are the heights
    of lines that are drawn across the page, from top to bottom.
    """
    segments = parts_of_lines(lines)
    is_data = [len(parts) >= 2 and has_figure(parts) for parts in segments]
    blocks: list[Block] = []
    for form in forms_of(segments, is_data):
        for part in _of_one_shape(lines, segments, is_data, form, before):
            found, before = _blocks_of_form(
                lines[part], segments[part], is_data[part], before, rules
            )
            blocks += found
    return blocks, before


def _of_one_shape(
    lines: Sequence[_Line],
    segments: Sequence[Sequence[Word]],
    is_data: Sequence[bool],
    form: range,
    before: AlignedColumns | None,
) -> list[slice]:
    """The lines of a form in parts with the same columns; a row's lines stay together."""
    data = [number for number in form if is_data[number]]
    cut = change_of_columns(lines, data) if data else None
    if cut is None and before is not None:
        fits = [before.fits([segments[number]]) for number in data]
        end = fits.index(False) if False in fits else 0
        if end >= _GOES_ON and not any(fits[end:]):
            cut = data[end]
    if cut is None:
        return [slice(form.start, form.stop)]
    above = data[data.index(cut) - 1]
    start = max(range(above + 1, cut + 1), key=lambda n: height(lines[n]) - height(lines[n - 1]))
    return [slice(form.start, start), slice(start, form.stop)]


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
    size = lines[first][0].size
    while first and height(lines[first]) - height(lines[first - 1]) < BESIDE * size:
        first -= 1
    start = _header_start(segments, first, last)
    data = [number for number in range(first, last + 1) if len(segments[number]) >= 2]
    columns = columns_of(
        _heads(segments[start:first]), [segments[n] for n in data], [lines[n] for n in data]
    )
    if before is not None and before.fits(segments[first : last + 1]):
        rest = _rest_of_page_before(lines, before, first)
        if rest <= start or len(data) == 1:
            columns, start = before, min(start, rest)
    placed = [_cells_of(line, columns) for line in lines]
    if _are_merged([segments[n] for n in range(first, last + 1) if is_data[n]], columns):
        return [Block(lines, None)], None
    within = [y for y in rules if lines[first][0].top <= y <= lines[last][0].bottom]
    over = [y for y in rules if first and lines[first - 1][0].top <= y <= lines[first][0].bottom]
    is_cut = first > 0 and lines[first - 1][0].bottom < 0
    if 2 * len(within) < sum(is_data) - 1 or (first > start and not over and not is_cut):
        rules = ()
    first, last = whole_rows(lines, placed, first, last, rules)
    start = min(start, first)
    blocks = [
        Block(lines[:start], None),
        Block(lines[start : last + 1], columns, first - start, rules),
        Block(lines[last + 1 :], None),
    ]
    return [block for block in blocks if block.lines], columns


def _header_start(segments: Sequence[Sequence[Word]], first: int, last: int) -> int:
    """The line where the header above the first line of data begins.

    It goes up as far as lines have several parts; a line between them with one part is a header of
    merged cells, unless it is as wide as prose, names the bureau or the unit, or stands apart below
    another one: those are captions.
    """
    edges = [part.bbox for parts in segments[first : last + 1] for part in parts]
    width = max(box[2] for box in edges) - min(box[0] for box in edges)
    start = number = first
    top, bottom = segments[first][0].bbox[1::2]
    while number > 0:
        number -= 1
        parts = segments[number]
        if top - parts[0].bbox[1] > _MAX_HEADER * (bottom - top):
            break
        near = segments[start][0].bbox[1] - parts[0].bbox[1]
        if len(parts) >= 2 or near < BESIDE * (bottom - top):
            start = number
        elif (
            parts[0].bbox[2] - parts[0].bbox[0] > _WIDE * width
            or is_named(parts[0])
            or (len(segments[number + 1]) == 1 and _apart(parts[0], segments[number + 1][0]))
        ):
            break
    return start


def _apart(above: Word, below: Word) -> bool:
    """Whether two lines stand farther apart than those of a cell."""
    return below.bbox[1] - above.bbox[1] > _LEADING * (below.bbox[3] - below.bbox[1])


def _rest_of_page_before(lines: Sequence[_Line], columns: AlignedColumns, first: int) -> int:
    """The first line above `first` of a table that goes on: rows without figures, names."""
    while first > 0:
        size = lines[first][0].size
        parts = segments_of(lines[first - 1])
        begins = [
            abs(part.bbox[0] - columns.bands[columns.place(part.bbox)][0]) < size / 2
            for part in parts
            if not part.text.isdigit()
        ]
        near = height(lines[first]) - height(lines[first - 1]) < _NEAR * size
        if not near or not all(begins) or not columns.fits([parts]):
            break
        first -= 1
    return first


def _are_merged(data: Sequence[Sequence[Word]], columns: AlignedColumns) -> bool:
    """Whether most lines of data have two figures in one column: where columns are isn't known."""
    twice = 0
    for parts in data:
        places = [columns.place(part.bbox) for part in parts if NUMBER.fullmatch(part.text)]
        twice += len(set(places)) < len(places)
    return 2 * twice > len(data)


def _heads(header: Sequence[Sequence[Word]]) -> Sequence[Sequence[Word]]:
    """The lines of a header with the columns' names: not the bureau, the unit, or numbers."""
    named = [n for n, parts in enumerate(header) if any(map(is_named, parts))]
    below = header[named[-1] + 1 :] if named else header
    return [
        parts for parts in below if is_numbering(parts) or not any(p.text.isdigit() for p in parts)
    ]


def _cells_of(line: _Line, columns: AlignedColumns) -> _Cells:
    cells: _Cells = {}
    for piece in pieces_of(line):
        for part in columns.split(piece):
            cells.setdefault(columns.place(bbox_of(part)), []).extend(part)
    return cells
