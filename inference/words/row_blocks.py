"""Which rows of a text stand together as the lines of one form?

Lines of one kind, whose codes don't begin anew: a form whose sums are its total is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from inference.words.row_kinds import PrintedRow, RowKind

_APART = 10  # rows without figures between two of one block


@dataclass(slots=True)
class Block:
    """Rows of one kind, by their places in the document."""

    kind: RowKind
    rows: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    firsts: dict[str, Decimal] = field(default_factory=dict)
    totals: list[Decimal] = field(default_factory=list)
    sides: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_deep(self) -> bool:
        """Whether it has 款 or 项 of functions."""
        return self.kind is RowKind.FUNCTION and any(len(code) > 3 for code in self.codes)


def blocks_of(rows: Sequence[PrintedRow], start: int, end: int) -> list[Block]:
    """The blocks among the rows from one place up to another."""
    blocks: list[Block] = []
    for place in range(start, end):
        row = rows[place]
        if row.kind is None:
            continue
        block = blocks[-1] if blocks else None
        if block and any(rows[p].is_boundary for p in range(block.rows[-1] + 1, place + 1)):
            block = None
        if block is None or place - block.rows[-1] > _APART or _begins(block, row):
            block = Block(row.kind)
            blocks.append(block)
        block.rows.append(place)
        block.sides |= row.sides
        if row.code:
            block.codes.append(row.code)
            if row.figure is not None:
                block.firsts.setdefault(row.code, row.figure)
        elif row.kind is RowKind.PLAIN and row.figure is not None:
            block.totals.append(row.figure)
    return blocks


def _begins(block: Block, row: PrintedRow) -> bool:
    """Whether a row begins another list: of another kind, or the codes begin anew."""
    if row.kind is RowKind.PLAIN:
        return False
    if block.kind is not row.kind:
        return True
    # 205 20502 2050201 208: each code is printed behind those that are less.
    return row.code is not None and bool(block.codes) and row.code <= block.codes[-1]


def adds_up(claim: Sequence[Block]) -> bool:
    """Whether the blocks are a whole form: their classes are their total, both sides are equal."""
    if claim[0].kind is RowKind.ITEM:
        sides = {side: amount for block in claim for side, amount in block.sides.items()}
        return len(sides) == 2 and len(set(sides.values())) == 1
    firsts = {code: amount for block in claim for code, amount in block.firsts.items()}
    totals = [amount for block in claim for amount in block.totals]
    if not firsts:
        return False
    size = min(map(len, firsts))
    parts = [amount for code, amount in firsts.items() if len(code) == size]
    # Each may be rounded by half of its last digit.
    digit = Decimal(1).scaleb(min(int(part.as_tuple().exponent) for part in parts))
    return any(abs(sum(parts) - total) <= digit * (len(parts) + 1) / 2 for total in totals)
