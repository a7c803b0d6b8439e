"""Which row has cells on two pages? One whose name, or whose figures, go on on the next page.

Programs that break rows where a page ends put what doesn't fit of each cell on the next one: there
a name's last characters stand alone, or figures without a code and a name. What may as well be a
row of its own is left alone: it is listed, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Row

_CODE = re.compile(r"\d{3,7}")
_FIGURE = re.compile(r"-?[\d,]*\.?\d+")
_FEW = 3  # rows that show what a row of a table has
Cells = Sequence[str]


def joined_by_cells(upper: Row, lower: Row, others: Sequence[Row]) -> Row | None:
    """The row that a page's last and the next one's first are, where its figures are, or None."""
    coded = [row.cells for row in others if _code_column(row.cells) is not None]
    column = _code_column(upper.cells)
    if column is None or len(coded) < _FEW or lower.cells[column]:
        return None
    if any(_code_column(cells) != column for cells in coded):
        return None
    names, figures = _names(lower.cells, column), _figures(lower.cells, column)
    own_names, own_figures = _names(upper.cells, column), _figures(upper.cells, column)
    all_filled = all(_figures(cells, column) for cells in coded)
    if figures and not names and not figures & own_figures and not figures & own_names:
        if own_figures or all_filled:
            return _joined(upper, lower) if own_figures else _joined(upper, lower, at=lower)
    elif len(names) == 1 and not figures and names <= own_names and own_figures:
        alone = [
            row for row in others if _names(row.cells, column) == names and _is_name(row, column)
        ]
        if not alone:
            return _joined(upper, lower)
    return None


def _is_name(row: Row, column: int) -> bool:
    """Whether a row has neither a code nor figures."""
    return not row.cells[column] and not _figures(row.cells, column)


def _code_column(cells: Cells) -> int | None:
    """The column of a row's code: the first of its cells that has text, if it is one."""
    first = next((number for number, text in enumerate(cells) if text), None)
    return first if first is not None and _CODE.fullmatch(cells[first]) else None


def _figures(cells: Cells, column: int) -> set[int]:
    return {n for n, text in enumerate(cells) if n != column and _FIGURE.fullmatch(text)}


def _names(cells: Cells, column: int) -> set[int]:
    return {
        n for n, text in enumerate(cells) if text and n != column and not _FIGURE.fullmatch(text)
    }


def _joined(upper: Row, lower: Row, at: Row | None = None) -> Row:
    cells = tuple(one + other for one, other in zip(upper.cells, lower.cells, strict=True))
    return replace(at or upper, cells=cells, text="\t".join(cells))
