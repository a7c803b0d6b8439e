"""Which figure was printed, where OCR is unsure of one and identities depend on it?

What it was read as, and every plausible misreading of it (a digit confused, a decimal point or a
comma lost or moved), is tried in all identities whose other amounts were surely read. Only if one
of them alone makes all of these hold is it the figure: as read, then it is confirmed, or another,
then it is repaired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from placement.problem import Amount, Identity, Problem


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


def readings(problem: Problem, unsure: Mapping[str, Unsure]) -> Iterator[Reading]:
    """The unsure figures, by amount, of which the identities leave one reading only."""
    amounts = {c.candidate_id: a for a in problem.amounts for c in a.candidates}
    for amount in problem.amounts:
        figure = unsure.get(amount.amount_id)
        if figure is None or len(amount.candidates) > 1:
            continue
        known = tuple(
            identity
            for identity in problem.identities
            if identity.relation == "=" and _depends_on(identity, amount, amounts, unsure)
        )
        if not known:
            continue
        fitting = [
            text
            for text in (figure.text, *misreadings(figure.text))
            if all(_holds(i, amount, _value(text, figure), amounts) for i in known)
        ]
        if len(fitting) == 1:
            yield Reading(amount.amount_id, fitting[0], known)


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


def _depends_on(
    identity: Identity,
    amount: Amount,
    amounts: Mapping[str, Amount],
    unsure: Mapping[str, Unsure],
) -> bool:
    """Whether an identity has the amount in it, and besides it only amounts surely read."""
    others = [amounts[term.candidate_id] for term in identity.terms]
    if amount not in others:
        return False
    return all(
        other == amount or (other.amount_id not in unsure and len(other.candidates) == 1)
        for other in others
    )


def _holds(identity: Identity, amount: Amount, value: int, amounts: Mapping[str, Amount]) -> bool:
    difference = tolerance = 0
    for term in identity.terms:
        other = amounts[term.candidate_id]
        signed = term.weight if term.left else -term.weight
        difference += signed * (value if other == amount else other.value)
        tolerance += abs(term.weight) * other.half_digit
    return abs(difference) <= tolerance
