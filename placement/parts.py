"""The parts of a problem that have nothing to do with each other: groups of forms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from placement.problem import Amount, Identity, Problem


def parts_of(problem: Problem) -> list[Problem]:
    """The problem of each group of forms that identities tie together, the smallest first."""
    form_of = {c.candidate_id: a.form for a in problem.amounts for c in a.candidates}
    group = {form: form for form in form_of.values()}

    def root(form: str) -> str:
        while group[form] != form:
            group[form] = group[group[form]]
            form = group[form]
        return form

    for identity in problem.identities:
        first, *others = {form_of[term.candidate_id]: None for term in identity.terms}
        for other in others:
            group[root(other)] = root(first)
    amounts: dict[str, list[Amount]] = defaultdict(list)
    identities: dict[str, list[Identity]] = defaultdict(list)
    for amount in problem.amounts:
        amounts[root(amount.form)].append(amount)
    for identity in problem.identities:
        identities[root(form_of[identity.terms[0].candidate_id])].append(identity)
    parts = [
        replace(problem, amounts=tuple(amounts[name]), identities=tuple(identities[name]))
        for name in amounts
    ]
    return sorted(parts, key=lambda part: len(part.amounts))
