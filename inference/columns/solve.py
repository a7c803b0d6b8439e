"""In which column does each amount stand, if every identity holds that can hold?

A constraint problem over a whole document, solved with OR-tools' CP-SAT: each amount takes one of
its columns, from left to right in its line, such that all identities hold within the rounding of
what is printed. A document that breaks its own identities has some figure wrong or some identity
not applicable: as few of both as possible are let go, in every possible way. A column is possible
for an amount if any admissible solution has it there; all of them are found by asking again and
again for a solution with as many not yet seen as possible, until there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from inference.columns.doubt import doubtful_in, misread
from inference.columns.model import Model
from inference.columns.parts import forms_alone, narrowed_to, parts_of, without_forms
from inference.columns.problem import Placement, Problem
from inference.columns.uniform import in_the_columns_of_others

_ALONE = 5.0  # seconds that one form by itself may take


@dataclass(slots=True)
class _Clock:
    """Seconds that are left, as the solver counts its own work: about those of an idle core.

    A busy machine takes longer and finds the same.
    """

    left: float


def solve(problem: Problem, seconds: float) -> list[Placement]:
    """Find the possible columns of each amount that has more than one candidate.

    Also given are the amounts of weak forms that may have been read amiss, as doubtful. Takes at
    most about `seconds`; what was not settled by then is `unfinished`. Forms that no identity ties
    together are solved one after the other, the smallest first.
    """
    clock = _Clock(seconds)
    return [placement for part in parts_of(problem) for placement in _solve(part, clock)]


def _solve(problem: Problem, clock: _Clock) -> list[Placement]:
    asked = {a.amount_id for a in problem.amounts if len(a.candidates) > 1}
    if not asked and not problem.weak_forms:
        return []
    settled, misunderstood = _alone(problem, clock)
    narrowed = narrowed_to(without_forms(problem, misunderstood), settled)
    built = Model(narrowed, tolerant=False)
    status, solver = _run(built, clock)
    breaks = 0
    if status == cp_model.INFEASIBLE:
        built, status, solver = _with_fewest_errors(narrowed, clock)
        if status == cp_model.OPTIMAL:
            breaks = round(solver.objective_value)
            built.model.add(cp_model.LinearExpr.sum(built.costs) <= breaks)
            # Of as few errors, those that break the fewest identities.
            built.model.minimize(cp_model.LinearExpr.sum(built.fails))
            status, solver = _run(built, clock)
        if status == cp_model.OPTIMAL:
            built.model.clear_objective()
            fails = round(solver.objective_value)
            built.model.add(cp_model.LinearExpr.sum(built.fails) <= fails)
    amiss = misread(problem, built.broken(solver) if breaks else [])
    doubtful: set[str] = set()
    seen: set[str] = set()
    finished = False
    for solution, is_last in _solutions(built, status, solver, clock):
        doubtful |= doubtful_in(narrowed, built.broken(solution), built.chosen(solution))
        seen |= built.chosen(solution).keys()
        finished = is_last
    possible = {
        amount.amount_id: [
            candidate.candidate_id
            for candidate in amount.candidates
            if candidate.candidate_id in seen or not finished or len(amount.candidates) == 1
        ]
        for amount in narrowed.amounts
    }
    possible |= {
        a.amount_id: [c.candidate_id for c in a.candidates]
        for a in problem.amounts
        if a.form in misunderstood
    }
    doubtful |= {a.amount_id for a in problem.amounts if a.form in misunderstood}
    unsure = {a.form for a in problem.amounts if a.amount_id in doubtful or a.amount_id in amiss}
    uniform = in_the_columns_of_others(problem, possible, unsure) if finished else {}
    return [
        Placement(
            amount.amount_id,
            (
                (uniform[amount.amount_id],)
                if amount.amount_id in uniform
                else tuple(possible[amount.amount_id])
            ),
            breaks,
            amount.amount_id in doubtful,
            not finished and amount.amount_id not in settled,
            amount.amount_id in uniform,
        )
        for amount in problem.amounts
        if amount.amount_id in asked
    ] + [
        Placement(amount.amount_id, (amount.candidates[0].candidate_id,), breaks, True)
        for amount in problem.amounts
        if amount.amount_id in amiss
    ]


def _alone(problem: Problem, clock: _Clock) -> tuple[dict[str, str], set[str]]:
    """What each form says by itself: the only candidate of amounts, and forms misunderstood.

    A form that adds up only in one way does so in the whole document, too: less is left to try. One
    that breaks in more than one place can't be understood, and says nothing of the others.
    """
    settled: dict[str, str] = {}
    misunderstood: set[str] = set()
    for form in forms_alone(problem):
        given = min(clock.left, _ALONE)
        own = _Clock(given)
        built = Model(form, tolerant=False)
        status, solver = _run(built, own)
        if status == cp_model.INFEASIBLE:
            _, status, solver = _with_fewest_errors(form, own)
            if status == cp_model.OPTIMAL and solver.objective_value > 1:
                misunderstood.add(form.amounts[0].form)
        else:
            settled |= _settled(form, built, status, solver, own)
        clock.left -= given - own.left
    return settled, misunderstood


def _settled(
    form: Problem,
    built: Model,
    status: cp_model.CpSolverStatus,
    solver: cp_model.CpSolver,
    clock: _Clock,
) -> dict[str, str]:
    """The only candidate that any solution gives of amounts that have several."""
    seen: set[str] = set()
    finished = False
    for solution, is_last in _solutions(built, status, solver, clock):
        seen |= built.chosen(solution).keys()
        finished = is_last
    if not finished:
        return {}
    possible = {
        amount.amount_id: [c.candidate_id for c in amount.candidates if c.candidate_id in seen]
        for amount in form.amounts
        if len(amount.candidates) > 1
    }
    return {amount: left[0] for amount, left in possible.items() if len(left) == 1}


def _with_fewest_errors(
    problem: Problem, clock: _Clock
) -> tuple[Model, cp_model.CpSolverStatus, cp_model.CpSolver]:
    """A problem that breaks its own identities, solved with the fewest wrong and let go."""
    built = Model(problem, tolerant=True)
    built.model.minimize(cp_model.LinearExpr.sum(built.costs))
    return built, *_run(built, clock)


def _solutions(
    built: Model, status: cp_model.CpSolverStatus, solver: cp_model.CpSolver, clock: _Clock
) -> Iterator[tuple[cp_model.CpSolver, bool]]:
    """Solutions with all candidates that any has, and whether these are all."""
    seen: set[str] = set()
    while status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found = built.chosen(solver).keys()
        yield solver, found <= seen and status == cp_model.OPTIMAL
        if found <= seen:
            return
        seen |= found
        unseen = [variable for c, variable in built.stands.items() if c not in seen]
        built.model.maximize(cp_model.LinearExpr.sum(unseen))
        status, solver = _run(built, clock)


def _run(built: Model, clock: _Clock) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver]:
    solver = cp_model.CpSolver()
    # One thread and a fixed seed: the same document gives the same answer.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    # Presolve of OR-tools 9.15 goes wrong where constraints are included in others: it called a
    # solution best that wasn't, of a real document.
    solver.parameters.cp_model_presolve = False
    solver.parameters.max_deterministic_time = max(clock.left, 0.01)
    status = solver.solve(built.model)
    clock.left -= solver.response_proto.deterministic_time
    return status, solver
