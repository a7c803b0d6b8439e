"""Do rows of cells of a text keep their blank cells, so that a cell's number gives its column?

Who copies a table as text may lose blank cells and merged ones: each row is as wide as what it
prints. Rows are a grid if all are as wide as their header. Narrower ones are, too, where others
have blank cells between filled ones: blank cells were kept, what is missing stood last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FIGURE = re.compile(r"[-(（]?[¥￥]?(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d{3,}|0)[)）]?%?")
_LABEL = re.compile(r"[:：]")
_TITLE = re.compile(r".*表(?:[(（][^()（）]*[)）])*")
_Row = Sequence[str]


def kept(tables: Sequence[Sequence[_Row]]) -> Iterator[list[bool]]:
    """Of each row of the tables of a text in reading order, whether its blank cells were kept.

    What has no header goes on with what is above, what has no figures is as what is below.
    """
    parts = [(n, part) for n, table in enumerate(tables) for part in _forms(table)]
    said: list[bool | None] = []
    above, width = False, 0
    waiting: list[_Row] = []
    for _, part in parts:
        head, data = _head_and_data(part)
        if not data:
            said.append(None)
            waiting = head or waiting
            continue
        if head or waiting:
            above, width = _is_whole(head or waiting, data), len(data[0])
        else:
            above = above and (_has_gaps(data) or {len(row) for row in data} == {width})
        waiting = []
        said.append(above)
    below: bool | None = None
    for place in range(len(said) - 1, -1, -1):
        below = said[place] if said[place] is not None else below
        said[place] = below
    judged: list[list[bool]] = [[] for _ in tables]
    for (number, part), is_kept in zip(parts, said, strict=True):
        judged[number] += [is_kept is not False] * len(part)
    return iter(judged)


def _forms(table: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """The rows of a table from each title to the next."""
    start = 0
    for number, row in enumerate(table):
        filled = [cell for cell in row if cell]
        if number > start and len(filled) == 1 and _TITLE.fullmatch(filled[0]):
            yield table[start:number]
            start = number
    yield table[start:]


def _head_and_data(rows: Sequence[_Row]) -> tuple[list[_Row], list[_Row]]:
    """The rows of columns above the first figure, and those from there on.

    Titles, notes and what names bureau and unit (部门：) need not be as wide as the columns.
    """
    printed = [row for row in rows if _has_figure(row) or not _is_beside(row)]
    first = next((n for n, row in enumerate(printed) if _has_figure(row)), len(printed))
    return printed[:first], printed[first:]


def _is_beside(row: _Row) -> bool:
    filled = [cell for cell in row if cell]
    is_title = len(filled) == 1 and _TITLE.fullmatch(filled[0]) is not None
    return is_title or any(map(_LABEL.search, filled))


def _is_whole(head: Sequence[_Row], data: Sequence[_Row]) -> bool:
    widths = {len(row) for row in (*head, *data)}
    if len(widths) == 1:
        return True
    # Where no row of heads has blank cells, a narrow one lost those that its heads span.
    has_spans = _has_gaps(head) or all(len(row) in (1, max(widths)) for row in head)
    return has_spans and _has_gaps((*head, *data)) and max(map(len, head)) == max(widths)


def _has_gaps(rows: Sequence[_Row]) -> bool:
    """Whether a blank cell stands before a filled one, or a row ends with one."""
    return any("" in row for row in rows)


def _has_figure(row: _Row) -> bool:
    return any(map(_FIGURE.fullmatch, row))
