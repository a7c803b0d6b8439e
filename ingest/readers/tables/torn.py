"""Which rows of ruled tables did a page break tear? What stands of them on both pages is one row.

Word and LibreOffice break a row where the page ends. A figure that is cut says so: 44.3 and 6 below
it, where all others have two decimals. So does a bracket that is closed on the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.document import Grid, Row, Table
from ingest.readers.tables.torn_cells import joined_by_cells

_FURNITURE = 4  # lines at the foot of a page and the head of the next
AMOUNT = re.compile(r"-?\d{1,3}(,?\d{3})*\.\d\d")
_DECIMAL = re.compile(r"-?[\d,]+\.\d*")
_NUMBER = re.compile(r"[-\d,.]+")
_LATIN = re.compile(r"[A-Za-z]$")


def whole_rows(tables: Iterable[Table]) -> list[Table]:
    """The tables, a torn row as one where its figures are; a table of the rest alone is left out.

    What stands between the tables, a page's foot and the next one's head, and a header that the
    next page repeats say nothing of the rows.
    """
    found: list[Table] = []
    for table in tables:
        place = _before(found, table)
        start = 0 if place is None else _repeated(found[place], table)
        if place is not None and start < len(table.rows):
            above, upper, lower = found[place], found[place].rows[-1], table.rows[start]
            others = (*above.rows[:-1], *table.rows[start + 1 :])
            kept, rest = [*above.rows[:-1]], [*table.rows[:start], *table.rows[start + 1 :]]
            if _are_one(upper.cells, lower.cells, _decimals(others, upper, lower)):
                found[place] = replace(above, rows=(*kept, _joined(upper, lower)))
                table = replace(table, rows=_numbered(rest))
            elif (whole := joined_by_cells(upper, lower, others)) is not None:
                if whole.page == upper.page:
                    found[place] = replace(above, rows=(*kept, whole))
                else:
                    found[place] = replace(above, rows=tuple(kept))
                    rest.insert(start, whole)
                table = replace(table, rows=_numbered(rest))
        if table.rows:
            found.append(table)
    return [table for table in found if table.rows]


def _numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(replace(row, row_number=n) for n, row in enumerate(rows, start=1))


def _before(found: Sequence[Table], table: Table) -> int | None:
    """The table that may go on in another: but for a few lines of words the one before it."""
    lines = 0
    for place in range(len(found) - 1, -1, -1):
        if found[place].grid is not Grid.TEXT:
            return place if _go_on(found[place], table) else None
        lines += len(found[place].rows)
        if lines > _FURNITURE:
            return None
    return None


def _repeated(above: Table, table: Table) -> int:
    """How many rows a table begins with as the one on the page before does."""
    pairs = zip(above.rows[:-1], table.rows, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].cells == pair[1].cells, pairs))


def _go_on(above: Table, table: Table) -> bool:
    return (
        above.grid is table.grid is Grid.RULED
        and above.column_count == table.column_count
        and above.rows[-1].page + 1 == table.rows[0].page
    )


def _decimals(others: Iterable[Row], *pair: Row) -> list[str]:
    """The figures with decimals around a pair of rows; of these, those that are whole."""
    texts = [text for row in others for text in row.cells]
    texts += [text for row in pair for text in row.cells if AMOUNT.fullmatch(text)]
    return [text for text in texts if _DECIMAL.fullmatch(text)]


def _are_one(upper: Sequence[str], lower: Sequence[str], decimals: Sequence[str]) -> bool:
    pairs = [(a, b) for a, b in zip(upper, lower, strict=True) if b]
    if not all(a for a, _ in pairs) or any(AMOUNT.fullmatch(b) for _, b in pairs):
        return False
    if any(_is_bracketed(a, b) for a, b in pairs):
        return True
    if not decimals or not all(map(AMOUNT.fullmatch, decimals)):
        return False
    figures = [(a, b) for a, b in pairs if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)]
    return any(_is_torn(a, b) for a, b in figures) and all(
        _is_torn(a, b) or not _DECIMAL.fullmatch(a) for a, b in figures
    )


def _is_bracketed(upper: str, lower: str) -> bool:
    """Whether a bracket that a code stands in is opened above and closed below."""
    opened = upper.rpartition("[")[2] if "[" in upper else "]"
    closed = lower.partition("]")[0] if "]" in lower else "["
    return "]" not in opened and "[" not in closed


def _is_torn(upper: str, lower: str) -> bool:
    return AMOUNT.fullmatch(upper) is None and AMOUNT.fullmatch(upper + lower) is not None


def _joined(upper: Row, lower: Row) -> Row:
    cells = [
        f"{a} {b}" if _LATIN.search(a) and b[:1].isascii() and b else a + b
        for a, b in zip(upper.cells, lower.cells, strict=True)
    ]
    return replace(upper, cells=tuple(cells), text="\t".join(cells))
