"""The solver against trying everything: the same columns are possible."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from inference.columns.problem import Amount, Candidate, Identity, Placement, Problem, Term
from inference.columns.solve import solve

COLUMNS = ("total", "basic", "project")
# Two classes and their total, three columns: total = basic + project, total = the classes.
LINES = ("total", "first", "second")


def problem(
    printed: dict[str, list[int]],
    half_digit: int = 0,
    groups: tuple[int | None, ...] = (0, 0, 0),
) -> Problem:
    """Lines that print some of three columns, with the row and the hierarchy identities.

    The columns of one of `groups` stand in their order.
    """
    amounts = tuple(
        Amount(
            f"{line}{order}", "form", line, line, order, value, half_digit,
            tuple(Candidate(f"{line}{order}.{c}", c, n, groups[n]) for n, c in enumerate(COLUMNS)),
        )
        for line, values in printed.items()
        for order, value in enumerate(values)
    )  # fmt: skip
    identities = [
        Identity(f"row {line}", "=", (*_terms(amounts, line, "total", True),
                                      *_terms(amounts, line, "basic", False),
                                      *_terms(amounts, line, "project", False)), True)
        for line in printed
    ] + [
        Identity(f"column {c}", "=", (*_terms(amounts, "total", c, True),
                                      *_terms(amounts, "first", c, False),
                                      *_terms(amounts, "second", c, False)), False)
        for c in COLUMNS
    ]  # fmt: skip
    return Problem(amounts, tuple(identities))


def _terms(amounts: tuple[Amount, ...], line: str, column: str, left: bool) -> list[Term]:
    return [
        Term(candidate.candidate_id, 1, left)
        for amount in amounts
        if amount.line == line
        for candidate in amount.candidates
        if candidate.column == column
    ]


def by_trying(given: Problem) -> dict[str, set[str]]:
    """The possible candidates of each amount, by trying every way to place all of them."""
    lines: dict[str, list[Amount]] = {}
    for amount in given.amounts:
        lines.setdefault(amount.line, []).append(amount)
    # Of each line, all ways to choose columns for its amounts that keep the known order.
    choices = [
        [dict(zip([a.amount_id for a in line], columns, strict=True))
         for columns in permutations(range(len(COLUMNS)), len(line)) if _in_order(line, columns)]
        for line in lines.values()
    ]  # fmt: skip
    best: tuple[int, int] | None = None
    possible: dict[str, set[str]] = {}
    for choice in product(*choices):
        place = {amount: column for line in choice for amount, column in line.items()}
        cost = _cost(given, place)
        if best is None or cost < best:
            best, possible = cost, {}
        if cost == best:
            for amount in given.amounts:
                chosen = amount.candidates[place[amount.amount_id]].candidate_id
                possible.setdefault(amount.amount_id, set()).add(chosen)
    return possible


def _in_order(line: list[Amount], columns: tuple[int, ...]) -> bool:
    """Whether amounts from left to right may stand in columns; equal ones stand as named."""
    for (m, before), (n, after) in combinations(enumerate(line), 2):
        here, there = before.candidates[columns[m]], after.candidates[columns[n]]
        same_group = here.group is not None and here.group == there.group
        equal = n == m + 1 and before.value == after.value
        if (same_group or equal) and here.order > there.order:
            return False
    return True


def _cost(given: Problem, place: dict[str, int]) -> tuple[int, int]:
    """The fewest figures that are wrong and identities let go, with the amounts placed so.

    Then how many identities break.
    """
    value = {a.candidates[place[a.amount_id]].candidate_id: a for a in given.amounts}
    broken = [
        {c.amount_id for c in given.amounts
         if any(t.candidate_id in {k.candidate_id for k in c.candidates} for t in identity.terms)}
        for identity in given.identities
        if not _holds(identity, value)
    ]  # fmt: skip
    for size in range(len(broken) + 1):
        for wrong in combinations([a.amount_id for a in given.amounts], size):
            if sum(not amounts & set(wrong) for amounts in broken) + size <= size:
                return size, len(broken)
        # Letting an identity go costs as much as a figure of it.
    return len(broken), len(broken)


def _holds(identity: Identity, value: dict[str, Amount]) -> bool:
    terms = [(t, value[t.candidate_id]) for t in identity.terms if t.candidate_id in value]
    difference = sum((t.weight if t.left else -t.weight) * a.value for t, a in terms)
    return abs(difference) <= sum(a.half_digit for _, a in terms)


def possible(placements: list[Placement]) -> dict[str, set[str]]:
    return {p.amount_id: set(p.candidate_ids) for p in placements}


figures = st.integers(0, 6)


@settings(max_examples=90, deadline=None)
@given(
    first=st.tuples(figures, figures),
    second=st.tuples(figures, figures),
    blanks=st.lists(st.booleans(), min_size=6, max_size=6),
    error=st.integers(0, 3),
    half_digit=st.sampled_from([0, 1]),
    groups=st.sampled_from([(0, 0, 0), (0, 0, 0), (0, 1, 0), (0, 1, 1), (None, 0, 0)]),
)
def test_the_possible_columns_are_those_found_by_trying(
    first: tuple[int, int],
    second: tuple[int, int],
    blanks: list[bool],
    error: int,
    half_digit: int,
    groups: tuple[int | None, ...],
) -> None:
    """Zeros may be printed or blank; with an error the document breaks its own identities."""
    rows = {
        "total": (first[0] + second[0], first[1] + second[1]),
        "first": first,
        "second": second,
    }
    printed = {}
    for number, (line, parts) in enumerate(rows.items()):
        cells = [sum(parts), *parts]
        blank = [False, blanks[2 * number], blanks[2 * number + 1]]
        printed[line] = [c for c, b in zip(cells, blank, strict=True) if c or not b]
    printed["first"][0] += 10 * error
    made = problem(printed, half_digit, groups)
    placements = solve(made, 20)
    found = possible([p for p in placements if not p.as_others])
    tried = by_trying(made)
    assert found == {amount: tried[amount] for amount in found}
    # Where other lines say it, it is one of those that the identities leave.
    as_others = possible([p for p in placements if p.as_others])
    assert all(columns < tried[amount] for amount, columns in as_others.items())


def test_a_document_with_one_wrong_figure_places_only_what_does_not_depend_on_it() -> None:
    placements = solve(problem({"total": [60, 10, 50], "first": [17, 7], "second": [43, 43]}), 20)
    sure = {p.amount_id for p in placements if len(p.candidate_ids) == 1 and not p.doubtful}
    assert {p.breaks for p in placements} == {1}
    assert "first0" not in sure and "first1" not in sure


def read_as(columns: dict[str, tuple[str, ...]], printed: dict[str, list[int]]) -> Problem:
    """A problem in which each amount was read under one column, in a form without lines."""
    made = problem(printed)
    kept = {(line, n): column for line, names in columns.items() for n, column in enumerate(names)}
    amounts = tuple(
        replace(
            amount,
            candidates=tuple(
                c for c in amount.candidates if c.column == kept[amount.line, amount.order]
            ),
        )
        for amount in made.amounts
    )
    there = {c.candidate_id for a in amounts for c in a.candidates}
    identities = tuple(
        replace(i, terms=tuple(t for t in i.terms if t.candidate_id in there))
        for i in made.identities
    )
    return Problem(amounts, identities, frozenset(["form"]))


def test_a_row_read_amiss_without_lines_is_doubtful_and_the_others_are_not() -> None:
    """The second line's figures are read one column too far to the right."""
    printed = {"total": [60, 17, 43], "first": [17, 17], "second": [43, 43]}
    right = {"total": COLUMNS, "first": ("total", "basic"), "second": ("total", "project")}
    assert solve(read_as(right, printed), 20) == []
    amiss = {**right, "second": ("basic", "project")}
    doubtful = {p.amount_id for p in solve(read_as(amiss, printed), 20) if p.doubtful}
    assert {"second0", "second1"} <= doubtful


def test_a_printed_zero_stands_where_the_other_lines_of_its_form_print_theirs() -> None:
    """Four columns, three figures a line: in which unused one a 0 stands, no identity says."""
    columns = ("total", "basic", "project", "operating")
    printed = {"total": [60, 17, 43], "first": [17, 17, 0], "second": [43, 0, 43]}
    amounts = tuple(
        Amount(
            f"{line}{order}", "form", line, line, order, value, 0,
            tuple(Candidate(f"{line}{order}.{c}", c, n) for n, c in enumerate(columns)),
        )
        for line, values in printed.items()
        for order, value in enumerate(values)
    )  # fmt: skip
    identities = [
        Identity(f"row {line}", "=", (*_terms(amounts, line, "total", True),
                                      *(t for c in columns[1:] for t in
                                        _terms(amounts, line, c, False))), True)
        for line in printed
    ] + [
        Identity(f"column {c}", "=", (*_terms(amounts, "total", c, True),
                                      *_terms(amounts, "first", c, False),
                                      *_terms(amounts, "second", c, False)), False)
        for c in columns
    ]  # fmt: skip
    # Another form says what is basic.
    basic = Amount("known", "other", "other", "other", 0, 17, 0, (Candidate("known.b", "b", 0),))
    tied = [
        Identity(
            "tie", "=", (Term("known.b", 1, True), *_terms(amounts, "total", "basic", False)), False
        )
    ]
    project = Amount("more", "other", "more", "more", 0, 43, 0, (Candidate("more.p", "p", 0),))
    tied += [
        Identity(
            "tie 2",
            "=",
            (Term("more.p", 1, True), *_terms(amounts, "total", "project", False)),
            False,
        )
    ]
    whole = Problem((*amounts, basic, project), (*identities, *tied))
    found = {p.amount_id: p for p in solve(whole, 20)}
    assert found["first2"].candidate_ids == ("first2.project",) and found["first2"].as_others
    # Without another line that prints a figure there, nothing is said.
    fewer = tuple(a for a in whole.amounts if a.line != "second")
    kept = {c.candidate_id for a in fewer for c in a.candidates}
    cut = tuple(
        replace(i, terms=tuple(t for t in i.terms if t.candidate_id in kept))
        for i in whole.identities
        if i.identity_id not in ("row second",) and not i.identity_id.startswith("column")
    )
    alone = {p.amount_id: p for p in solve(Problem(fewer, cut), 20)}
    assert not alone["first2"].as_others


def test_forms_that_nothing_ties_together_do_not_share_their_errors() -> None:
    """A list that breaks leaves the breaks of another form at none."""
    sound, broken = (
        problem({"total": [60, 17, 43], "first": [17, 17], "second": [43, 43]}),
        problem({"total": [70, 17, 43], "first": [17, 17], "second": [43, 43]}),
    )
    moved = tuple(
        replace(
            a, amount_id=f"x{a.amount_id}", form="list", line=f"x{a.line}", key=f"x{a.key}",
            candidates=tuple(replace(c, candidate_id=f"x{c.candidate_id}") for c in a.candidates),
        )
        for a in broken.amounts
    )  # fmt: skip
    said = tuple(
        replace(i, terms=tuple(replace(t, candidate_id=f"x{t.candidate_id}") for t in i.terms))
        for i in broken.identities
    )
    placements = solve(Problem((*sound.amounts, *moved), (*sound.identities, *said)), 20)
    assert {p.breaks for p in placements if not p.amount_id.startswith("x")} == {0}
    assert min(p.breaks for p in placements if p.amount_id.startswith("x")) > 0
