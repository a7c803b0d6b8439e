"""Which figure was printed, where OCR is unsure of one and identities depend on it?

What it was read as, and every plausible misreading of it (a digit confused, a decimal point or a
comma lost or moved), is tried in all identities whose other amounts were surely read. Only if one
of them alone makes all of these hold is it the figure: as read, then it is confirmed, or another,
then it is repaired. To repair it takes two identities, and none of a form with figures whose place
isn't known: what is missing in a sum looks like a misreading.

A figure that was read alike in several places that an identity holds equal may have been misread
alike in all of them: they are tried together. What is confirmed is as good as surely read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import networkx as nx

from inference.columns.problem import Amount, Identity, Problem


@dataclass(frozen=True, slots=True)
class Unsure:
    """A figure that may be misread: its text, and how many of the problem's units its 1 is."""

    text: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure must have been printed as, and the identities that say so."""

    amount_id: str
    text: str
    identities: tuple[Identity, ...]


def readings(
    problem: Problem, unsure: Mapping[str, Unsure], incomplete_forms: Collection[str] = ()
) -> Iterator[Reading]:
    """The unsure figures, by amount, of which the identities leave one reading only.

    `incomplete_forms` are those with figures that are no candidates of the problem.
    """
    amounts = {c.candidate_id: a for a in problem.amounts for c in a.candidates}
    equations = [
        (identity, _weights(identity, amounts))
        for identity in problem.identities
        if identity.relation == "="
        and all(len(amounts[term.candidate_id].candidates) == 1 for term in identity.terms)
    ]
    forms = {amount.amount_id: amount.form for amount in problem.amounts}
    open_figures = {amount.amount_id: amount for amount in problem.amounts}
    open_figures = {name: open_figures[name] for name in unsure if name in open_figures}
    repaired: dict[str, Reading] = {}
    while True:
        confirmed: set[str] = set()
        for alike in _read_alike(open_figures, unsure, equations):
            known = [
                (identity, weights)
                for identity, weights in equations
                if sum(weights.get(name, 0) for name in alike)
                and not any(name in open_figures and name not in alike for name in weights)
            ]
            text = _only_reading(unsure[alike[0]], alike, known, amounts) if known else None
            if text is None:
                continue
            found = [
                Reading(name, text, tuple(identity for identity, _ in known)) for name in alike
            ]
            if text == unsure[alike[0]].text:
                confirmed.update(alike)
                yield from found
            elif (
                len(alike) == 1
                and len(known) > 1
                and not any(forms[name] in incomplete_forms for _, w in known for name in w)
            ):
                repaired[alike[0]] = found[0]
        if not confirmed:
            break
        open_figures = {n: a for n, a in open_figures.items() if n not in confirmed}
    yield from (reading for name, reading in repaired.items() if name in open_figures)


def misreadings(text: str) -> list[str]:
    """What may have been printed where a figure is read: other digits, another decimal point."""
    found = [
        text[:n] + digit + text[n + 1 :]
        for n, character in enumerate(text)
        if character.isdigit()
        for digit in "0123456789"
        if digit != character
    ]
    sign = text[: len(text) - len(text.lstrip("-("))]
    digits = "".join(character for character in text if character.isdigit())
    found += [f"{sign}{digits[:n]}.{digits[n:]}" for n in range(1, len(digits))]
    values: dict[Decimal, str] = {}
    for reading in found:
        number = _number(reading)
        if number != _number(text):
            values.setdefault(number, reading)
    return list(values.values())


def _number(text: str) -> Decimal:
    """The number that a figure prints; in brackets it is negative."""
    digits = "".join(character for character in text if character.isdigit() or character == ".")
    whole, _, decimals = digits.partition(".")
    number = Decimal(f"{whole or 0}.{decimals.replace('.', '') or 0}")
    return -number if text[:1] in "-(" else number


def _value(text: str, figure: Unsure) -> int:
    return int((_number(text) * figure.factor).to_integral_value())


def _weights(identity: Identity, amounts: Mapping[str, Amount]) -> dict[str, int]:
    """How often each amount counts in the left side less the right."""
    weights: dict[str, int] = {}
    for term in identity.terms:
        name = amounts[term.candidate_id].amount_id
        weights[name] = weights.get(name, 0) + (term.weight if term.left else -term.weight)
    return weights


def _read_alike(
    figures: Mapping[str, Amount],
    unsure: Mapping[str, Unsure],
    equations: Iterable[tuple[Identity, Mapping[str, int]]],
) -> Iterator[tuple[str, ...]]:
    """The figures, those together that were read alike and that an identity holds equal."""
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(figures)
    for _, weights in equations:
        if sorted(weights.values()) == [-1, 1] and all(name in figures for name in weights):
            one, other = weights
            if unsure[one] == unsure[other]:
                ties.add_edge(one, other)
    yield from (tuple(sorted(together)) for together in nx.connected_components(ties))


def _only_reading(
    figure: Unsure,
    alike: Sequence[str],
    known: Sequence[tuple[Identity, Mapping[str, int]]],
    amounts: Mapping[str, Amount],
) -> str | None:
    """The one reading with which all identities hold; as read, if with it alone they do exactly.

    Another last digit would pass for rounding, but a misreading seldom makes up for rounding.
    """
    exact, near = [], []
    for text in (figure.text, *misreadings(figure.text)):
        values = dict.fromkeys(alike, _value(text, figure))
        off = [_difference(identity, values, amounts) for identity, _ in known]
        if all(difference <= tolerance for difference, tolerance in off):
            near.append(text)
            if not any(difference for difference, _ in off):
                exact.append(text)
    fitting = exact if exact == [figure.text] else near
    return fitting[0] if len(fitting) == 1 else None


def _difference(
    identity: Identity, values: Mapping[str, int], amounts: Mapping[str, Amount]
) -> tuple[int, int]:
    """How far its sides are apart, with some amounts' values by id, and what rounding explains."""
    difference = tolerance = 0
    for term in identity.terms:
        amount = amounts[term.candidate_id]
        signed = term.weight if term.left else -term.weight
        difference += signed * values.get(amount.amount_id, amount.value)
        tolerance += abs(term.weight) * amount.half_digit
    return abs(difference), tolerance
