"""Where a column was too narrow for its codes, they go on in the rows below: 229, 60, 02."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

# 05, or 01基本工资 behind the code that it is a part of.
PART = re.compile(r"(\d\d)(?![\d.,])(?:[^\W\d_].*)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A word of a row between white space; `compact` as the macro of that name makes it."""

    row: str
    column: int
    text: str
    compact: str


def joined(cell: Cell, rest: Cell) -> Cell:
    """A code with what goes on with it."""
    return replace(cell, text=f"{cell.text} {rest.text}", compact=cell.compact + rest.compact)


def with_codes_over_rows(rows: Sequence[list[Cell]], codes: Collection[str]) -> list[list[Cell]]:
    """The rows, with each code that goes on in the rows below it put together.

    A code alone in its row goes on with what begins the next one. One with its name and figures
    beside it goes on with rows of nothing else; a single number below it may be the page's, but
    for 05.
    """
    kept: list[list[Cell]] = []
    place = 0
    while place < len(rows):
        row = rows[place]
        place += 1
        if not row or row[0].compact not in codes:
            kept.append(row)
            continue
        code, size = _continued(row[0], rows[place:], codes, is_alone=len(row) == 1)
        kept.append([code, *row[1:]])
        for used in rows[place : place + size]:
            if len(used) > 1:
                kept.append(used[1:])
        place += size
    return kept


def _continued(
    code: Cell, below: Sequence[list[Cell]], codes: Collection[str], *, is_alone: bool
) -> tuple[Cell, int]:
    """A code with its rests, and how many rows these are."""
    rests: list[Cell] = []
    whole = code
    for row in below[:2]:
        part = PART.fullmatch(row[0].compact) if row else None
        if part is None or whole.compact + part[1] not in codes or (len(row) > 1 and not is_alone):
            break
        rests.append(row[0])
        whole = joined(whole, row[0])
        if len(row) > 1 or len(part[0]) > len(part[1]):
            break
    is_sure = is_alone or len(rests) > 1 or any(rest.compact.startswith("0") for rest in rests)
    return (whole, len(rests)) if is_sure else (code, 0)
