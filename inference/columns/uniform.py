"""Where a form prints zeros, a blank is no zero: all its lines print the same columns.

Identities don't say in which of the unused columns a printed 0 stands. But a form of which every
line prints as many figures, zeros among them, leaves the same columns blank in all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from inference.columns.problem import Amount, Problem

# So many lines say it by their identities alone before others follow them.
_LINES = 2


def in_the_columns_of_others(
    problem: Problem, possible: Mapping[str, Sequence[str]], unsure: Collection[str]
) -> dict[str, str]:
    """Of amounts with several `possible` candidates, the one in which the form's other lines are.

    Only in forms that are not `unsure`, whose lines all print as many figures, some of them 0, and
    where all lines that the identities settle print the same columns.
    """
    forms: dict[str, dict[str, list[Amount]]] = defaultdict(lambda: defaultdict(list))
    for amount in problem.amounts:
        forms[amount.form][amount.line].append(amount)
    found: dict[str, str] = {}
    for form, lines in forms.items():
        amounts = [amount for line in lines.values() for amount in line]
        counts = {len(line) for line in lines.values()}
        if form in unsure or len(counts) != 1 or all(amount.value for amount in amounts):
            continue
        columns = {
            candidate.candidate_id: candidate.column
            for amount in amounts
            for candidate in amount.candidates
            if not candidate.anonymous
        }
        places = [
            [{columns.get(c): c for c in possible[amount.amount_id]} for amount in _in_order(line)]
            for line in lines.values()
        ]
        settled = [
            tuple(next(iter(place)) for place in line)
            for line in places
            if all(len(place) == 1 for place in line)
        ]
        if len(settled) < _LINES or len(set(settled)) != 1:
            continue
        for line, printed in zip(places, lines.values(), strict=True):
            if all(column in place for column, place in zip(settled[0], line, strict=True)):
                for amount, column, place in zip(_in_order(printed), settled[0], line, strict=True):
                    if len(place) > 1:
                        found[amount.amount_id] = place[column]
    return found


def _in_order(line: Sequence[Amount]) -> list[Amount]:
    return sorted(line, key=lambda amount: amount.order)
