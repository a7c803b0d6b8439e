"""What is known of a document whose columns were lost: its amounts, their columns, its identities.

Amounts are whole numbers of one unit, fine enough for every printed digit and its half.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column in which an amount may stand. `column` tells the columns of its line apart.

    `order` is its place among them as they are named; columns of one `group` stand so from left to
    right, of others (None: of any) that isn't known. A candidate that is `anonymous` stands for one
    or more columns that nobody knows, or, if `outside`, that no identity is about.
    """

    candidate_id: str
    column: str
    order: int
    group: int | None = 0
    anonymous: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: its value, half of its last printed digit, and where it may stand.

    `form` and `line` are those that print it, `order` its place among the line's amounts from the
    left.
    Lines of the same `key` are one line that its form prints more than once.
    """

    amount_id: str
    form: str
    line: str
    key: str
    order: int
    value: int
    half_digit: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An addend of an identity: what stands in a column, times a weight; `left` of the relation."""

    candidate_id: str
    weight: int
    left: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity at one place: its relation (=, ≥, ≤) and terms.

    `within_line`: it adds up the columns of one line, so that unknown columns may be addends too.
    """

    identity_id: str
    relation: str
    terms: tuple[Term, ...]
    within_line: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A document's amounts and identities.

    In `weak_forms` columns were told by where words stand alone, without lines between them: a row
    whose own identity breaks, or a form that breaks more than twice, may have been read amiss; and
    so may `headless_lines`, which print parts without their total.
    """

    amounts: tuple[Amount, ...]
    identities: tuple[Identity, ...]
    weak_forms: frozenset[str] = frozenset()
    headless_lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an amount may stand: the candidates that some admissible solution gives it.

    One candidate means that it is proved to stand there. `breaks` is how many identities or figures
    of the document have to be wrong; `doubtful` that the amount, its line or much of its form is
    among them; `unfinished` that time ran out before all was tried. `as_others`: the identities
    leave more columns, but this is where the form's other lines print as many figures.
    """

    amount_id: str
    candidate_ids: tuple[str, ...]
    breaks: int
    doubtful: bool = False
    unfinished: bool = False
    as_others: bool = False
