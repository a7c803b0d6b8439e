"""Unsure figures: restored or confirmed only where the identities leave one reading."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inference.columns.misreadings import Unsure, misreadings, readings
from inference.columns.problem import Amount, Candidate, Identity, Problem, Term

# 12.50 + 7.25 = 19.75 in hundredths, and the first is printed again in another form.
VALUES = {"whole": 1975, "first": 1250, "second": 725, "again": 1250}


def problem(**read: int) -> Problem:
    """The figures as read: those named differ from what was printed."""
    amounts = tuple(
        Amount(name, "form", name, name, 0, value, 0, (Candidate(name, "column", 0),))
        for name, value in (VALUES | read).items()
    )
    total = (Term("whole", 1, True), Term("first", 1, False), Term("second", 1, False))
    twice = (Term("first", 1, True), Term("again", 1, False))
    return Problem(
        amounts, (Identity("total", "=", total, False), Identity("twice", "=", twice, False))
    )


def found(given: Problem, **unsure: str) -> dict[str, str]:
    figures = {name: Unsure(text, Decimal(100)) for name, text in unsure.items()}
    return {reading.amount_id: reading.text for reading in readings(given, figures)}


def test_a_misread_digit_and_a_lost_point_are_restored() -> None:
    assert found(problem(first=1260), first="12.60") == {"first": "12.50"}
    assert found(problem(first=125000), first="1250") == {"first": "12.50"}


def test_nothing_is_restored_by_one_identity_or_one_with_figures_missing() -> None:
    alone = replace(problem(first=1260), identities=problem().identities[:1])
    assert found(alone, first="12.60") == {}
    figures = {"first": Unsure("12.60", Decimal(100))}
    assert not list(readings(problem(first=1260), figures, {"form"}))


def test_an_unsure_figure_that_fits_is_confirmed() -> None:
    assert found(problem(), first="12.50") == {"first": "12.50"}


def test_what_is_off_by_more_than_a_misreading_stays_as_read() -> None:
    assert found(problem(first=3170), first="31.70") == {}


def test_two_unsure_figures_of_one_identity_say_nothing_of_each_other() -> None:
    alone = replace(problem(), identities=problem().identities[:1])
    assert found(alone, first="12.60", second="7.15") == {}


def test_a_figure_that_no_identity_depends_on_stays_unsure() -> None:
    assert found(replace(problem(), identities=()), first="12.50") == {}


def test_rounding_is_no_evidence_of_a_misread_last_digit() -> None:
    """12.51 + 7.25 = 19.75 may be printed so, and 12.50 beside 12.51 too."""
    rounded = problem(first=1251, again=1251)
    rounded = replace(rounded, amounts=tuple(replace(a, half_digit=1) for a in rounded.amounts))
    alone = replace(rounded, identities=rounded.identities[:1])
    assert found(alone, first="12.51") == {}
    exact = replace(problem(), amounts=tuple(replace(a, half_digit=1) for a in problem().amounts))
    assert found(exact, first="12.50") == {"first": "12.50"}


def test_what_is_read_alike_in_two_places_is_confirmed_together() -> None:
    assert found(problem(), first="12.50", again="12.50") == {"first": "12.50", "again": "12.50"}
    misread = problem(first=1260, again=1260)
    assert found(misread, first="12.60", again="12.60") == {}


def test_what_is_confirmed_says_what_others_are() -> None:
    unsure = {"first": "12.50", "again": "12.50", "second": "7.25"}
    assert found(problem(), **unsure) == {}
    sure = Amount("sure", "form", "sure", "sure", 0, 1250, 0, (Candidate("sure", "column", 0),))
    tie = Identity("sure", "=", (Term("again", 1, True), Term("sure", 1, False)), False)
    tied = replace(
        problem(),
        amounts=(*problem().amounts, sure),
        identities=(*problem().identities, tie),
    )
    assert found(tied, **unsure) == unsure


PARTS = st.lists(st.lists(st.integers(1, 10**8), min_size=1, max_size=3), min_size=1, max_size=3)


@given(PARTS, st.data())
def test_no_reading_is_wrong(parts: list[list[int]], data: st.DataObject) -> None:
    """Two forms print the same sums; any figures are unsure, and some of those misread."""
    printed = dict.fromkeys("ab", sum(map(sum, parts)))
    identities = []
    for form in "ab":
        sums = [f"{form}{n}" for n in range(len(parts))]
        identities.append((form, sums))
        for name, addends in zip(sums, parts, strict=True):
            printed[name] = sum(addends)
            items = {f"{name}.{n}": value for n, value in enumerate(addends)}
            printed |= items
            identities.append((name, list(items)))
    identities += [(name, [name.replace("a", "b")]) for name in printed if name[0] == "a"]
    unsure, read = {}, {}
    for name, value in printed.items():
        text = f"{Decimal(value) / 100:,.2f}"
        state = data.draw(st.sampled_from(["sure", "sure", "unsure", "misread"]))
        if state == "misread":
            text = data.draw(st.sampled_from(misreadings(text)))
        if state != "sure":
            unsure[name] = text
        read[name] = int(Decimal(text.replace(",", "")) * 100)
    given_ = Problem(
        tuple(
            Amount(name, "form", name, name, 0, value, 1, (Candidate(name, "column", 0),))
            for name, value in read.items()
        ),
        tuple(
            Identity(
                left, "=", (Term(left, 1, True), *(Term(part, 1, False) for part in right)), False
            )
            for left, right in identities
        ),
    )
    for name, text in found(given_, **unsure).items():
        assert Decimal(text.replace(",", "")) * 100 == printed[name]


@given(st.integers(10, 10**9), st.data())
def test_the_printed_figure_is_among_the_misreadings_of_any_of_them(
    cents: int, data: st.DataObject
) -> None:
    """A digit read for another can be read back."""
    printed = f"{Decimal(cents) / 100:,.2f}"
    places = [n for n, c in enumerate(printed) if c.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != printed[place]]))
    read = printed[:place] + digit + printed[place + 1 :]
    assert printed in misreadings(read)
