"""The constraint model of a problem: what holds of amounts, columns and identities."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from math import gcd

from ortools.sat.python import cp_model

from inference.columns.problem import Amount, Identity, Problem


class Model:
    """The constraint model of a problem; `tolerant` lets figures be wrong and identities go."""

    def __init__(self, problem: Problem, tolerant: bool) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.amounts = {
            candidate.candidate_id: amount
            for amount in problem.amounts
            for candidate in amount.candidates
        }
        self.stands: dict[str, cp_model.IntVar] = {}
        self.costs: list[cp_model.IntVar] = []
        self.wrong: dict[str, cp_model.IntVar] = {}
        self.fails: list[cp_model.IntVar] = []
        self.let_go: list[tuple[cp_model.IntVar, Identity]] = []
        scale = gcd(*(n for a in problem.amounts for n in (a.value, a.half_digit))) or 1
        self.value = {a.amount_id: a.value // scale for a in problem.amounts}
        self.half_digit = {a.amount_id: a.half_digit // scale for a in problem.amounts}
        self._place_amounts()
        self._keep_lines()
        self._keep_copies()
        if tolerant:
            self._allow_errors()
        for identity in problem.identities:
            self._hold(identity, tolerant)

    def broken(self, solver: cp_model.CpSolver) -> list[frozenset[str]]:
        """The amounts of each break of a solution: a wrong figure, or an identity let go."""
        wrong = [
            frozenset([amount])
            for amount, variable in self.wrong.items()
            if solver.boolean_value(variable)
        ]
        return wrong + [
            frozenset(self.amounts[term.candidate_id].amount_id for term in identity.terms)
            for variable, identity in self.let_go
            if solver.boolean_value(variable)
        ]

    def chosen(self, solver: cp_model.CpSolver) -> dict[str, Amount]:
        """The candidates that amounts take in a solution."""
        return {c: a for c, a in self.amounts.items() if solver.boolean_value(self.stands[c])}

    def _place_amounts(self) -> None:
        for amount in self.problem.amounts:
            choices = []
            for candidate in amount.candidates:
                if len(amount.candidates) == 1:
                    variable = self.model.new_constant(1)
                else:
                    variable = self.model.new_bool_var(candidate.candidate_id)
                self.stands[candidate.candidate_id] = variable
                choices.append(variable)
            if len(choices) > 1:
                self.model.add_exactly_one(choices)

    def _keep_lines(self) -> None:
        """A column of a line has one amount, and amounts stand in their columns' order."""
        lines: dict[str, list[Amount]] = defaultdict(list)
        for amount in self.problem.amounts:
            lines[amount.line].append(amount)
        for line in lines.values():
            self._keep_columns(line)
            line.sort(key=lambda amount: amount.order)
            for before, after in pairwise(line):
                self._keep_order(before, after)
            is_loose = all(c.group is None for amount in line for c in amount.candidates)
            for before, after in combinations(line, 2):
                self._keep_order_of_groups(before, after)
                if is_loose and before.value == after.value:
                    self._keep_order(before, after)

    def _keep_columns(self, line: list[Amount]) -> None:
        columns: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for amount in line:
            for candidate in amount.candidates:
                if not candidate.anonymous:
                    columns[candidate.column].append(self.stands[candidate.candidate_id])
        for variables in columns.values():
            if len(variables) > 1:
                self.model.add_at_most_one(variables)

    def _keep_copies(self) -> None:
        """What a form prints more than once, with the same figures, it prints the same way."""
        lines: dict[str, dict[str, list[Amount]]] = defaultdict(lambda: defaultdict(list))
        for amount in self.problem.amounts:
            lines[amount.key][amount.line].append(amount)
        for copies in lines.values():
            first, *others = copies.values()
            for other in others:
                if [a.value for a in other] == [a.value for a in first]:
                    for amount, copy in zip(first, other, strict=True):
                        self._stand_alike(amount, copy)

    def _stand_alike(self, amount: Amount, copy: Amount) -> None:
        columns = {c.column: self.stands[c.candidate_id] for c in copy.candidates}
        for candidate in amount.candidates:
            if candidate.column in columns:
                here = self.stands[candidate.candidate_id]
                self.model.add(here == columns[candidate.column])

    def _keep_order(self, before: Amount, after: Amount) -> None:
        """From left to right; equal figures may stand in any order, so one will do for them."""
        if before.value != after.value and len(_groups(before, after)) > 1:
            return
        if len(before.candidates) == len(after.candidates) == 1:
            return
        steps = _Sum()
        for sign, amount in ((1, after), (-1, before)):
            for candidate in amount.candidates:
                # Columns that nobody knows are not told apart: both may stand there.
                unknown = int(candidate.anonymous and sign == 1)
                steps.add(self.stands[candidate.candidate_id], sign * candidate.order + unknown)
        self.model.add(steps.expression() >= 1)

    def _keep_order_of_groups(self, before: Amount, after: Amount) -> None:
        """Where the order of some columns is known, those are not exchanged."""
        if len(_groups(before, after)) == 1:
            return
        for here in before.candidates:
            for there in after.candidates:
                is_known = here.group is not None and here.group == there.group
                if is_known and here.order > there.order:
                    both = self.stands[here.candidate_id], self.stands[there.candidate_id]
                    self.model.add_bool_or([~variable for variable in both])

    def _allow_errors(self) -> None:
        """A wrong figure says nothing: no identity that it may be an addend of has to hold."""
        for amount in self.problem.amounts:
            wrong = self.model.new_bool_var(f"wrong {amount.amount_id}")
            self.wrong[amount.amount_id] = wrong
            self.costs.append(wrong)

    def _hold(self, identity: Identity, tolerant: bool) -> None:
        # How far left is above right: at the least and at the most, within the rounding.
        highest, lowest = _Sum(), _Sum()
        for term in identity.terms:
            amount = self.amounts[term.candidate_id].amount_id
            here = self.stands[term.candidate_id]
            signed = term.weight if term.left else -term.weight
            rounding = abs(term.weight) * self.half_digit[amount]
            for total, by in ((highest, rounding), (lowest, -rounding)):
                total.add(here, signed * self.value[amount] + by)
        bounds = []
        if identity.relation in ("=", "≥"):
            bounds.append(self.model.add(highest.expression() >= 0))
        if identity.relation in ("=", "≤"):
            if identity.within_line:
                self._add_unknown_addends(identity, lowest)
            bounds.append(self.model.add(lowest.expression() <= 0))
        if tolerant:
            let_go = self.model.new_bool_var(f"let go {identity.identity_id}")
            self.let_go.append((let_go, identity))
            self.costs.append(let_go)
            amounts = {self.amounts[term.candidate_id].amount_id for term in identity.terms}
            causes = [let_go, *(self.wrong[amount] for amount in sorted(amounts))]
            fails = self.model.new_bool_var(f"fails {identity.identity_id}")
            self.fails.append(fails)
            self.model.add_bool_or(causes).only_enforce_if(fails)
            for bound in bounds:
                bound.only_enforce_if(~fails)

    def _add_unknown_addends(self, identity: Identity, total: _Sum) -> None:
        lines = {self.amounts[term.candidate_id].line for term in identity.terms}
        for amount in self.problem.amounts:
            for candidate in amount.candidates if amount.line in lines else ():
                if candidate.anonymous and not candidate.outside:
                    value = abs(self.value[amount.amount_id])
                    total.add(self.stands[candidate.candidate_id], -value)


def _groups(*amounts: Amount) -> set[int | str]:
    """The groups of columns that are in order; each column that is in none is one by itself."""
    return {
        candidate.column if candidate.group is None else candidate.group
        for amount in amounts
        for candidate in amount.candidates
    }


class _Sum:
    """Variables times coefficients."""

    def __init__(self) -> None:
        self.variables: list[cp_model.IntVar] = []
        self.coefficients: list[int] = []

    def add(self, variable: cp_model.IntVar, coefficient: int) -> None:
        self.variables.append(variable)
        self.coefficients.append(coefficient)

    def expression(self) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.weighted_sum(self.variables, self.coefficients)
