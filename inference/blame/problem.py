"""What is a break, and which breaks belong together? Cells, identities and their groups.

Money is in fen (0.01 yuan) as int: sums of printed figures are exact in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import networkx as nx


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that may be wrong.

    `step` is one unit of its last printed digit; `is_read` is false where the figure or its place
    was inferred or repaired; `row` is the printed row. `claimed` is what the text says instead or
    too, give or take `claimed_slack`; None where it says nothing.
    """

    line_id: str
    amount: int
    step: int
    is_read: bool
    row: str
    claimed: int | None = None
    claimed_slack: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity at one place: ``difference`` is left minus right as printed.

    `terms` are (cell, weight) of its cells that may be wrong, right ones negative; `row` is the
    printed row of its left side, and of all its figures if `is_of_row`.
    """

    result_id: str
    relation: str
    difference: int
    tolerance: int
    is_broken: bool
    row: str
    is_of_row: bool
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Breaks that must be mended together, and the identities that a change must not break."""

    cells: Mapping[str, Cell]
    identities: tuple[Identity, ...]

    @property
    def broken(self) -> list[Identity]:
        return [identity for identity in self.identities if identity.is_broken]


def groups_of(records: Iterable[Mapping[str, Any]]) -> list[Group]:
    """Group the operands of breaks and of what they touch (rows of int_break_operand)."""
    cells: dict[str, Cell] = {}
    heads: dict[str, Mapping[str, Any]] = {}
    terms: dict[str, dict[str, int]] = defaultdict(dict)
    for record in records:
        line = str(record["line_id"])
        cells[line] = Cell(
            line_id=line,
            amount=_fen(record["amount"]),
            step=max(1, round(2 * record["half_digit"] * 100)) if record["half_digit"] else 100,
            is_read=record["method"] == "read",
            row=str(record["source_row_id"]),
            **_claim(record),
        )
        heads[str(record["result_id"])] = record
        terms[str(record["result_id"])][line] = int(record["weight"])
    identities = [
        Identity(
            result_id=result_id,
            relation=str(head["relation"]),
            difference=_fen(head["difference"]),
            tolerance=int(head["tolerance"] * 100),
            is_broken=head["status"] == "break",
            row=str(head["left_row_id"] or result_id),
            is_of_row=bool(head.get("is_of_row")),
            terms=tuple(sorted(terms[result_id].items())),
        )
        for result_id, head in sorted(heads.items())
    ]
    return [_group(cells, members) for members in _connected(identities)]


def _connected(identities: list[Identity]) -> list[list[Identity]]:
    """Identities that share cells, directly or over others."""
    ties: nx.Graph[str] = nx.Graph()
    for identity in identities:
        lines = [line for line, _ in identity.terms]
        ties.add_nodes_from(lines)
        # A bound that holds ties nothing together: it is loose nearly always.
        if identity.relation == "=" or identity.is_broken:
            nx.add_path(ties, lines)
    group = {line: min(lines) for lines in nx.connected_components(ties) for line in lines}
    members: dict[str, list[Identity]] = defaultdict(list)
    for identity in identities:
        for key in {group[line] for line, _ in identity.terms}:
            members[key].append(identity)
    return [found for _, found in sorted(members.items()) if any(i.is_broken for i in found)]


def _group(cells: Mapping[str, Cell], identities: list[Identity]) -> Group:
    lines = sorted({line for identity in identities for line, _ in identity.terms})
    return Group({line: cells[line] for line in lines}, tuple(identities))


def _claim(record: Mapping[str, Any]) -> dict[str, int]:
    if record.get("claimed_amount") is None:
        return {}
    slack = record["claimed_half_digit"] + record["half_digit"]
    return {"claimed": _fen(record["claimed_amount"]), "claimed_slack": _fen(slack)}


def _fen(amount: Decimal) -> int:
    return int(amount * 100)
