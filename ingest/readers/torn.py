"""Which rows of ruled tables did a page break tear? What stands of them on both pages is one row.

Word and LibreOffice break a row where the page ends. A figure that is cut says so: 44.3 and 6 below
it, where all others have two decimals. So does a bracket that is closed on the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.document import Grid, Row, Table

AMOUNT = re.compile(r"-?\d{1,3}(,?\d{3})*\.\d\d")
_DECIMAL = re.compile(r"-?[\d,]+\.\d*")
_NUMBER = re.compile(r"[-\d,.]+")
_LATIN = re.compile(r"[A-Za-z]$")


def whole_rows(tables: Iterable[Table]) -> list[Table]:
    """The tables, a torn row as one where it begins; a table of the rest alone is left out."""
    found: list[Table] = []
    for table in tables:
        above = found[-1] if found else None
        if above is not None and _go_on(above, table):
            upper, lower = above.rows[-1], table.rows[0]
            others = (*above.rows[:-1], *table.rows[1:])
            if _are_one(upper.cells, lower.cells, _decimals(others, upper, lower)):
                found[-1] = replace(above, rows=(*above.rows[:-1], _joined(upper, lower)))
                rest = [replace(row, row_number=n) for n, row in enumerate(table.rows[1:], start=1)]
                table = replace(table, rows=tuple(rest))
        if table.rows:
            found.append(table)
    return found


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
