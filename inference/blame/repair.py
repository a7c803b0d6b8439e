"""Which smallest change mends all breaks of a group? A constraint problem, solved with CP-SAT.

A change is another amount in a cell, in whole units of its last printed digit, or a line that isn't
printed and whose amounts are missing from sums. Every identity of the group must hold within its
tolerance afterwards, those that hold now too. A figure that was inferred or repaired is suspected
before one that was read, a printed figure before a line that nobody sees; figures rarely turn
negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from inference.blame.problem import Cell, Group, Identity

_COST_READ, _COST_UNREAD, _COST_MISSING_LINE, _COST_NEGATIVE = 20, 18, 30, 1
_SECONDS = 5.0
# As many equally small changes are looked for: who gets that many knows that none stands out.
_ALTERNATIVES = 12
# So many units of the last digit around the best amount are tried for a slip of a person.
_SLACK_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest change: new amounts (fen) by cell, missing amounts (fen) by identity."""

    amounts: Mapping[str, int]
    missing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Blame:
    """The equally small changes, the likeliest first; none where no change was found in time.

    `is_moved`: the figure belongs in a column of its row that is blank, where no cell is.
    """

    repairs: tuple[Repair, ...]
    is_moved: bool = False

    @property
    def is_certain(self) -> bool:
        return len(self.repairs) == 1


def blame(group: Group) -> Blame:
    """Find the smallest changes that mend all breaks of a group."""
    problem = _Problem(group)
    repairs: list[Repair] = []
    while len(repairs) < _ALTERNATIVES and (repair := problem.next_repair()) is not None:
        repairs.append(repair)
    if not repairs:
        moved = _moved(group)
        return Blame(moved, is_moved=bool(moved))
    # Of changes as small, those that agree best with what the text says.
    least = min(_contradicted(group, repair) for repair in repairs)
    likely = [
        _as_slip(group, repair) for repair in repairs if _contradicted(group, repair) == least
    ]
    return Blame(tuple(sorted(likely, key=lambda repair: _oddness(group, repair))))


class _Problem:
    """The model of one group: each call gives another smallest change."""

    def __init__(self, group: Group) -> None:
        self._model = cp_model.CpModel()
        self._group = group
        reach = 2 * sum(abs(i.difference) + i.tolerance for i in group.broken) + 100
        self._units: dict[str, cp_model.IntVar] = {}
        self._changed: dict[str, cp_model.IntVar] = {}
        self._negative: list[cp_model.IntVar] = []
        for line, cell in group.cells.items():
            most = reach // cell.step + 1
            units = self._model.new_int_var(-most, most, f"units {line}")
            changed = self._model.new_bool_var(f"changed {line}")
            self._model.add(units == 0).only_enforce_if(~changed)
            self._units[line], self._changed[line] = units, changed
            if cell.amount >= 0:
                negative = self._model.new_bool_var(f"negative {line}")
                self._model.add(cell.amount + cell.step * units >= 0).only_enforce_if(~negative)
                self._negative.append(negative)
        self._missing: dict[str, cp_model.IntVar] = {}
        self._line_missing: dict[str, cp_model.IntVar] = {}
        self._constrain(reach)
        self._cost = sum(
            (_COST_READ if cell.is_read else _COST_UNREAD) * self._changed[line]
            for line, cell in group.cells.items()
        ) + sum(_COST_MISSING_LINE * lacking for lacking in self._line_missing.values())
        self._cost += _COST_NEGATIVE * sum(self._negative)
        self._least: int | None = None

    def _constrain(self, reach: int) -> None:
        model, cells, rests = self._model, self._group.cells, []
        most_rest = 1
        for identity in self._group.identities:
            after = identity.difference + sum(
                weight * cells[line].step * self._units[line] for line, weight in identity.terms
            )
            if identity.is_broken and identity.relation == "=" and identity.difference > 0:
                lacking = self._line_missing.setdefault(
                    identity.row, model.new_bool_var(f"line missing at {identity.row}")
                )
                amount = model.new_int_var(0, reach, f"missing {identity.result_id}")
                model.add(amount == 0).only_enforce_if(~lacking)
                self._missing[identity.result_id] = amount
                after = after - amount
            if identity.relation != "≥":
                model.add(after <= identity.tolerance)
            if identity.relation != "≤":
                model.add(after >= -identity.tolerance)
            if identity.relation == "=":
                rest = model.new_int_var(0, identity.tolerance, f"rest {identity.result_id}")
                model.add_abs_equality(rest, after)
                rests.append(rest)
                most_rest += identity.tolerance
        self._rest, self._most_rest = sum(rests), most_rest

    def next_repair(self) -> Repair | None:
        """Give another smallest change, with the amounts that fit best; None if there is none."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        # As the solver counts its own work: a busy machine takes longer and finds the same.
        solver.parameters.max_deterministic_time = _SECONDS
        self._model.minimize(self._cost * self._most_rest + self._rest)
        if solver.solve(self._model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        least = round(solver.value(self._cost))
        if self._least is None:
            self._least = least
            self._model.add(self._cost <= least)
        marks = [*self._changed.values(), *self._line_missing.values()]
        self._model.add_bool_or([~mark for mark in marks if solver.value(mark)])
        return Repair(
            amounts={
                line: cell.amount + cell.step * solver.value(self._units[line])
                for line, cell in self._group.cells.items()
                if solver.value(self._changed[line])
            },
            missing={
                result: amount
                for result, variable in self._missing.items()
                if (amount := solver.value(variable))
            },
        )


def _moved(group: Group) -> tuple[Repair, ...]:
    """The figure without which all breaks are mended, if one alone: its row alone needs it."""
    found = []
    for line, cell in group.cells.items():
        left_over = [i for i in group.identities if not _is_mended(i, line, -cell.amount)]
        if cell.amount and all(i.is_of_row and not i.is_broken for i in left_over):
            found.append(Repair({line: 0}, {}))
    return tuple(found) if len(found) == 1 else ()


def _contradicted(group: Group, repair: Repair) -> int:
    """How many figures the text has otherwise."""
    return sum(
        cell.claimed is not None
        and abs(repair.amounts.get(line, cell.amount) - cell.claimed) > cell.claimed_slack
        for line, cell in group.cells.items()
    )


def _as_slip(group: Group, repair: Repair) -> Repair:
    """The same change by as little more or less as rounding allows, if it is one slip then."""
    if len(repair.amounts) != 1 or repair.missing:
        return repair
    [(line, amount)] = repair.amounts.items()
    cell = group.cells[line]
    for digits in sorted(range(-_SLACK_DIGITS, _SLACK_DIGITS + 1), key=abs):
        meant = amount + digits * cell.step
        if _is_slip(cell, meant) and _holds(group, line, meant - cell.amount):
            return Repair({line: meant}, {})
    return repair


def _holds(group: Group, line: str, change: int) -> bool:
    return all(_is_mended(identity, line, change) for identity in group.identities)


def _is_mended(identity: Identity, line: str, change: int) -> bool:
    """Does it hold when the figure of a line changes so?"""
    after = identity.difference + dict(identity.terms).get(line, 0) * change
    off = {"=": abs(after), "≥": -after, "≤": after}[identity.relation]
    return off <= identity.tolerance


def _oddness(group: Group, repair: Repair) -> tuple[int, int, float, list[str]]:
    """How unlike a slip of a person a change is: figures of one row exchanged, then one slip of the
    keyboard, then anything, then a figure where none or a positive one stood; the smaller change
    first, of those as small the smaller one for its figure."""
    pairs = [(group.cells[line], amount) for line, amount in sorted(repair.amounts.items())]
    size = sum(abs(amount - cell.amount) for cell, amount in pairs) + sum(repair.missing.values())
    exchanged = len(pairs) > 1 and _are_exchanged(pairs)
    slips = bool(pairs) and all(_is_slip(cell, amount) for cell, amount in pairs)
    strange = any(amount < 0 <= cell.amount or cell.amount == 0 for cell, amount in pairs)
    kind = 0 if exchanged else 1 if slips else 3 if strange else 2
    share = size / (1 + sum(abs(cell.amount) for cell, _ in pairs))
    return (kind, size, share if kind > 1 else 0, sorted(repair.amounts))


def _are_exchanged(pairs: list[tuple[Cell, int]]) -> bool:
    return len({cell.row for cell, _ in pairs}) == 1 and sorted(
        cell.amount for cell, _ in pairs
    ) == sorted(amount for _, amount in pairs)


def _is_slip(cell: Cell, amount: int) -> bool:
    """One digit is another, neighbours are exchanged, the point is elsewhere, the sign is lost."""
    printed, meant = str(abs(cell.amount) // cell.step), str(abs(amount) // cell.step)
    if cell.amount == -amount or printed.rstrip("0") == meant.rstrip("0"):
        return True
    if len(printed) != len(meant):
        return False
    places = [n for n, pair in enumerate(zip(printed, meant, strict=True)) if len(set(pair)) > 1]
    return len(places) == 1 or (
        len(places) == 2
        and places[1] == places[0] + 1
        and printed[places[0]] == meant[places[1]]
        and printed[places[1]] == meant[places[0]]
    )
