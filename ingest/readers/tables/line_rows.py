"""Which lines of a table without lines between columns are one row?

A name that goes on over lines stands above and below its figures, or below their height. Between
two lines with amounts a row ends where they are farthest apart; where lines are drawn across, at
those.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.readers.pdf.chars import Char
from ingest.readers.tables.words import Word, has_figure

_CUT = re.compile(r"\d(\.|,\d{0,2})$")
_NUMBER = re.compile(r"[\d.,-]+")
# What begins a name: 208, 一、, (一), [A05].
_BEGINS = re.compile(r"\d{3}|[(（]?[一二三四五六七八九十廿]+[、)）]|\[")
Line = Sequence[Char]
Cells = Mapping[int, Sequence[Char]]
_SAME = 0.97  # of the widest gap between two lines with amounts: so wide a gap parts rows too
BESIDE = 0.95  # characters' heights: lines so near to each other are beside each other
_CLOSE = 0.8  # of it: lines so close are one row's, if they aren't far apart for their height
_LEADING = 1.8  # characters' heights between the lines of a cell
_BELOW = 2.0  # characters' heights: the least gap between rows, where there is only one
_FIGURES = 3  # a line with so many is no rest of a torn code
_EVEN, _MOST = 0.1, 0.8  # how much distances of lines differ that are alike, and how many are
_TOP = 4  # so many more names go on below their figures than begin above them
_FULL = 1.2  # characters' heights: where no more room is left, a name goes on in the next line


def rows_of_lines(
    lines: Sequence[Line], placed: Sequence[Cells], rules: Sequence[float] = ()
) -> list[list[int]]:
    """The numbers of the lines of each row; `placed` are the lines' cells by columns."""
    if not lines:
        return []
    breaks = _at_rules(lines, placed, rules) if rules else _at_gaps(lines, placed)
    rows = [[0]]
    for number in range(1, len(lines)):
        if number in breaks:
            rows.append([number])
        else:
            rows[-1].append(number)
    return rows


def whole_rows(
    lines: Sequence[Line], placed: Sequence[Cells], first: int, last: int, rules: Sequence[float]
) -> tuple[int, int]:
    """From `first` to `last`, with the lines around in which names of those two rows stand."""
    inside = range(first, last + 1)
    is_anchor = anchors_of(placed[first : last + 1])
    anchors = [number for number, is_one in zip(inside, is_anchor, strict=True) if is_one]
    gaps = [
        max(height(lines[n + 1]) - height(lines[n]) for n in range(one, other))
        for one, other in pairwise(anchors)
    ]
    size = max(char.size for char in lines[first])
    ends = _widths(placed[first : last + 1])
    even = _even(lines[first : last + 1], placed[first : last + 1], ends)

    def belongs(number: int, beside: int, row: int, unknown: float) -> bool:
        upper, lower = sorted((number, beside))
        gap = height(lines[lower]) - height(lines[upper])
        if rules:
            return bisect(rules, height(lines[number])) == bisect(rules, height(lines[row]))
        if gap < BESIDE * size:
            return True
        cells = placed[number]
        if has_figure(_texts(cells)) or any(_width(cells[n]) > ends.get(n, 0) + 1 for n in cells):
            return False
        return _joins(lower, gap, min(gaps, default=unknown), lines, placed, ends, even)

    upper, lower = first, last
    while upper > 0 and belongs(upper - 1, upper, first, size):
        upper -= 1
    while lower + 1 < len(lines) and belongs(lower + 1, lower, last, _BELOW * size):
        lower += 1
    return upper, lower


def height(line: Line) -> float:
    """Where the middle of a line is."""
    return (min(c.top for c in line) + max(c.bottom for c in line)) / 2


def anchors_of(placed: Sequence[Cells]) -> list[bool]:
    """Whether each line is the one of its row with the amounts; with figures, if none has any."""
    amounts = [has_amounts(cells) for cells in placed]
    if any(amounts):
        return amounts
    return [len(cells) >= 2 and has_figure(_texts(cells)) for cells in placed]


def _at_rules(lines: Sequence[Line], placed: Sequence[Cells], rules: Sequence[float]) -> set[int]:
    """The lines that a row begins with, where each row has a line below it."""
    anchors = anchors_of(placed)
    breaks = set()
    filled = anchors[0]
    for number in range(1, len(lines)):
        upper, lower = (
            bisect(rules, height(lines[number - 1])),
            bisect(rules, height(lines[number])),
        )
        twice = filled and anchors[number] and not torn(placed[number - 1], placed[number])
        if upper != lower or twice:
            breaks.add(number)
            filled = False
        filled = filled or anchors[number]
    return breaks


def _at_gaps(lines: Sequence[Line], placed: Sequence[Cells]) -> set[int]:
    """The lines that a row begins with, from how far lines are apart."""
    heights = [height(line) for line in lines]
    gaps = [lower - upper for upper, lower in pairwise(heights)]
    anchors = [number for number, is_one in enumerate(anchors_of(placed)) if is_one]
    breaks: set[int] = set()
    widest = []
    ends = _widths(placed)
    even = _even(lines, placed, ends)
    for one, other in pairwise(anchors):
        if other == one + 1 and torn(placed[one], placed[other]):
            continue
        most = max(gaps[one:other])
        widest.append(most)
        for number in range(one + 1, other + 1):
            if not _joins(number, gaps[number - 1], most, lines, placed, ends, even):
                breaks.add(number)
    least = min(widest, default=max(char.size for char in lines[0]))
    first, last = (anchors[0], anchors[-1]) if anchors else (0, 0)
    for number in (*range(1, first + 1), *range(last + 1, len(lines))):
        if not _joins(number, gaps[number - 1], least, lines, placed, ends, even):
            breaks.add(number)
    return breaks


def _joins(
    number: int,
    gap: float,
    most: float,
    lines: Sequence[Line],
    placed: Sequence[Cells],
    ends: Mapping[int, float],
    even: float,
) -> bool:
    """Whether a line belongs to the row of the line above it."""
    size = max(char.size for char in lines[number])
    if gap > _LEADING * size:
        return False
    if gap >= _SAME * most:
        return gap <= even and _goes_on(placed[number - 1], placed[number], size, ends)
    if gap < _CLOSE * most:
        return True
    above, below = placed[number - 1], placed[number]
    both = above.keys() & below.keys()
    if any(_NUMBER.fullmatch("".join([char.text for char in below[n]])) for n in both):
        return False
    return bool(both) and all(_width(above[n]) + _FULL * size > ends[n] for n in both)


def _goes_on(above: Cells, below: Cells, size: float, ends: Mapping[int, float]) -> bool:
    """Whether all that stands on a line goes on from the line above, which has no room left for it.

    Where all lines are as far apart, within rows as between them, nothing else says so.
    """
    for number, chars in below.items():
        if number not in above:
            return False
        text = "".join([char.text for char in chars])
        if _NUMBER.fullmatch(text):
            if not _is_torn(above[number], chars):
                return False
        elif _BEGINS.match(text) or _width(above[number]) + _FULL * size <= ends[number]:
            return False
    return True


def _even(lines: Sequence[Line], placed: Sequence[Cells], ends: Mapping[int, float]) -> float:
    """How far nearly all lines are from each other at most, if rows have their figures on top.

    Where figures are in the middle or below, names begin on lines above which there is room left:
    there it is 0, and where lines are not evenly apart.
    """
    gaps = [height(lower) - height(upper) for upper, lower in pairwise(lines)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    if sum(abs(gap - usual) < _EVEN * usual for gap in gaps) < _MOST * len(gaps):
        return 0.0
    rests = begun = 0
    for number in range(1, len(lines)):
        cells = placed[number]
        texts = ["".join([char.text for char in chars]) for chars in cells.values()]
        if not any(_NUMBER.fullmatch(text) or _BEGINS.match(text) for text in texts):
            size = max(char.size for char in lines[number])
            rests += _goes_on(placed[number - 1], cells, size, ends)
            begun += not _goes_on(placed[number - 1], cells, size, ends)
    return (1 + _EVEN) * usual if rests > _TOP * begun else 0.0


def _widths(placed: Sequence[Cells]) -> dict[int, float]:
    """How wide the widest line in each column is."""
    widths: dict[int, float] = {}
    for cells in placed:
        for number, chars in cells.items():
            widths[number] = max(widths.get(number, 0.0), _width(chars))
    return widths


def _width(chars: Sequence[Char]) -> float:
    return max(char.x1 for char in chars) - min(char.x0 for char in chars)


def torn(above: Cells, below: Cells) -> bool:
    """Whether a figure goes on in the next line: 1225 over .01, 217. over 98, 1,18 over 1.16."""
    return any(_is_torn(above[number], below[number]) for number in above.keys() & below.keys())


def _is_torn(above: Sequence[Char], below: Sequence[Char]) -> bool:
    upper, lower = "".join([c.text for c in above]), "".join([c.text for c in below])
    if upper[-1:].isdigit() and lower.startswith("."):
        return lower[-1:].isdigit()
    return lower[:1].isdigit() and lower[-1:].isdigit() and bool(_CUT.search(upper))


def _texts(cells: Cells) -> list[Word]:
    return [Word("".join([c.text for c in chars]), chars[0][1:]) for chars in cells.values()]


def has_amounts(cells: Cells) -> bool:
    """Whether a line has an amount, or so many figures that they aren't codes alone."""
    words = _texts(cells)
    figures = sum(has_figure([word]) for word in words)
    return figures >= _FIGURES or any("." in w.text and has_figure([w]) for w in words)
