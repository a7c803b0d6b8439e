"""Parts of a problem: groups of forms that have to do with each other, and single forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import networkx as nx

from inference.columns.problem import Amount, Identity, Problem


def parts_of(problem: Problem) -> list[Problem]:
    """The problem of each group of forms that identities tie together, the smallest first."""
    form_of = {c.candidate_id: a.form for a in problem.amounts for c in a.candidates}
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(form_of.values())
    for identity in problem.identities:
        nx.add_path(ties, {form_of[term.candidate_id]: None for term in identity.terms})
    part = {form: min(forms) for forms in nx.connected_components(ties) for form in forms}
    return sorted(_split(problem, part.__getitem__), key=lambda part: len(part.amounts))


def forms_alone(problem: Problem) -> list[Problem]:
    """Each form with lost columns by itself, with the identities within it, if there are others."""
    forms = _split(problem, lambda form: form)
    return [
        form
        for form in forms
        if len(forms) > 1 and any(len(amount.candidates) > 1 for amount in form.amounts)
    ]


def _split(problem: Problem, part_of: Callable[[str], str]) -> list[Problem]:
    """The problem by parts, to which forms belong; identities of several parts are left out."""
    part = {c.candidate_id: part_of(a.form) for a in problem.amounts for c in a.candidates}
    amounts: dict[str, list[Amount]] = defaultdict(list)
    identities: dict[str, list[Identity]] = defaultdict(list)
    for amount in problem.amounts:
        amounts[part_of(amount.form)].append(amount)
    for identity in problem.identities:
        parts = {part[term.candidate_id] for term in identity.terms}
        if len(parts) == 1:
            identities[parts.pop()].append(identity)
    return [
        replace(problem, amounts=tuple(amounts[name]), identities=tuple(identities[name]))
        for name in amounts
    ]


def narrowed_to(problem: Problem, settled: Mapping[str, str]) -> Problem:
    """The problem in which some amounts have one candidate only."""
    amounts = tuple(
        replace(
            amount,
            candidates=tuple(
                c
                for c in amount.candidates
                if settled.get(amount.amount_id, c.candidate_id) == c.candidate_id
            ),
        )
        for amount in problem.amounts
    )
    left = {c.candidate_id for amount in amounts for c in amount.candidates}
    identities = (
        replace(identity, terms=tuple(t for t in identity.terms if t.candidate_id in left))
        for identity in problem.identities
    )
    return replace(problem, amounts=amounts, identities=tuple(i for i in identities if i.terms))


def without_forms(problem: Problem, forms: Collection[str]) -> Problem:
    """The problem without the amounts of some forms and what identities say of them."""
    gone = {c.candidate_id for a in problem.amounts if a.form in forms for c in a.candidates}
    return replace(
        problem,
        amounts=tuple(amount for amount in problem.amounts if amount.form not in forms),
        identities=tuple(
            identity
            for identity in problem.identities
            if not any(term.candidate_id in gone for term in identity.terms)
        ),
    )
