"""What of a solution may have been read amiss?

A document that breaks its own identities has some figure wrong, or was misunderstood. Which of the
two it is decides what is placed all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from inference.columns.problem import Amount, Identity, Problem

_FEW = 3  # times as much of a form agrees with other forms as doesn't: it was read well


def misread(problem: Problem, broken: Sequence[frozenset[str]]) -> set[str]:
    """The amounts of weak forms that may stand in other columns than where they were read."""
    forms = {amount.amount_id: amount.form for amount in problem.amounts}
    counted = _by_form(broken, forms)
    amounts = {c.candidate_id: a for a in problem.amounts for c in a.candidates}
    lines = {
        amounts[term.candidate_id].line
        for identity in problem.identities
        if identity.within_line
        and all(len(amounts[term.candidate_id].candidates) == 1 for term in identity.terms)
        and not _holds(identity, amounts)
        for term in identity.terms
    } | problem.headless_lines
    return {
        amount.amount_id
        for amount in problem.amounts
        if amount.form in problem.weak_forms
        and len(amount.candidates) == 1
        and (amount.line in lines or counted[amount.form] > 2)
    }


def _holds(identity: Identity, chosen: Mapping[str, Amount]) -> bool:
    """Whether an identity holds if amounts stand where `chosen` says."""
    there = [term for term in identity.terms if term.candidate_id in chosen]
    terms = [(term, chosen[term.candidate_id]) for term in there]
    difference = sum((t.weight if t.left else -t.weight) * a.value for t, a in terms)
    tolerance = sum(abs(t.weight) * a.half_digit for t, a in terms)
    above = identity.relation != "≥" and difference > tolerance
    below = identity.relation != "≤" and difference < -tolerance
    return not above and not below


def doubtful_in(
    problem: Problem, broken: Sequence[frozenset[str]], chosen: Mapping[str, Amount]
) -> set[str]:
    """The amounts that may have been read amiss in a solution that takes these candidates.

    One figure may be wrong: its line is in doubt. A form that breaks more often may have been read
    amiss as a whole. Where forms disagree and each agrees with itself, it is figures that are
    wrong: a line that adds up stays, and so does its form if most of it agrees with the others.
    """
    if not broken:
        return set()
    forms = {amount.amount_id: amount.form for amount in problem.amounts}
    lines = {amount.amount_id: amount.line for amount in problem.amounts}
    said = {n: _said(identity, chosen) for n, identity in enumerate(problem.identities)}
    amount_of = {c.candidate_id: a.amount_id for a in problem.amounts for c in a.candidates}
    addends = {
        n: {amount_of[term.candidate_id] for term in identity.terms}
        for n, identity in enumerate(problem.identities)
    }
    failing = [n for n, identity in enumerate(problem.identities) if not _holds(identity, chosen)]
    spans = {n: {forms[amount] for amount in amounts} for n, amounts in said.items()}
    inside: list[frozenset[str]] = []
    between: list[frozenset[str]] = []
    for amounts in broken:
        # A wrong figure excuses all identities that it may be an addend of.
        over = {len(spans[n]) for n in failing if amounts <= addends[n]}
        is_between = len({forms[amount] for amount in amounts}) > 1 or (over and min(over) > 1)
        (between if is_between else inside).append(amounts)
    values = {amount.amount_id: amount.value for amount in problem.amounts}
    adding_up = {
        lines[amount]
        for n, amounts in said.items()
        if n not in failing and len(spans[n]) == 1 and sum(values[a] != 0 for a in amounts) > 1
        for amount in amounts
    }
    agreeing = Counter(
        form for n, span in spans.items() if n not in failing and len(span) > 1 for form in span
    )
    amiss, apart = _by_form(inside, forms), _by_form(between, forms)
    counted = amiss + apart
    doubted = {
        form
        for form, breaks in counted.items()
        if amiss[form] > 1 or (breaks > 1 and _FEW * breaks > agreeing[form])
    }
    broken_lines = {lines[amount] for amounts in inside for amount in amounts} | {
        lines[amount] for amounts in between for amount in amounts
    } - adding_up
    return {
        amount.amount_id
        for amount in problem.amounts
        if amount.line in broken_lines or amount.form in doubted
    }


def _by_form(broken: Iterable[frozenset[str]], forms: Mapping[str, str]) -> Counter[str]:
    """In how many breaks each form has a part."""
    return Counter(form for amounts in broken for form in {forms[a] for a in amounts})


def _said(identity: Identity, chosen: Mapping[str, Amount]) -> frozenset[str]:
    """The amounts that an identity adds up."""
    there = (chosen[t.candidate_id] for t in identity.terms if t.candidate_id in chosen)
    return frozenset(amount.amount_id for amount in there)
