"""What headers may be called, and the columns that they turn out to head."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# What stands for a header that compares with another year, whatever it says.
COMPARISON = "??"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says: the role of its column; `under` which other header it says so."""

    role: str
    measure: str | None
    fund: str | None
    under: str | None


@dataclass(frozen=True, slots=True)
class Headers:
    """What headers of one statement may be called.

    `bases` gives the value bases, `parts` the measures that a measure's header may span; `spanning`
    are headers that stand above others and mean nothing by themselves.
    """

    meanings: Mapping[str, Sequence[Meaning]]
    bases: Mapping[str, str]
    parts: Mapping[str, Collection[str]]
    spanning: Collection[str]

    def known(self, text: str) -> Sequence[Meaning]:
        return self.meanings.get(text, ())

    def has_role(self, text: str, role: str) -> bool:
        return any(meaning.role == role for meaning in self.known(text))


@dataclass(frozen=True, slots=True)
class Word:
    """A header, or a run of words that is none, and the row in which it begins."""

    text: str
    row: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form.

    Without a `measure` it is `outside`: no fact's (another year's, a share); or nobody knows what
    it is, and it may be `several`; or its rows say what they measure. Columns of one `group` stand
    in their order from left to right; of others, and of one without, that isn't known.
    """

    measure: str | None
    fund: str | None = None
    value_basis: str | None = None
    group: int | None = None
    outside: bool = False
    several: bool = False


UNKNOWN = Column(None, several=True)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one lane."""

    columns: tuple[Column, ...]

    @property
    def is_ordered(self) -> bool:
        """Whether a line with as many figures as columns prints one in each, in their order."""
        groups = {column.group for column in self.columns}
        is_one = len(groups) == 1 and None not in groups
        several = any(column.several for column in self.columns)
        return not several and (is_one or len(self.columns) == 1)
