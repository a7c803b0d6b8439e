"""Names that stand around their figures: ``五、资源勘探工业信`` | ``62.00 62.00`` | ``息等支出``.

A name that is too long for its cell goes on in the next line, and its figures are printed half-way
down. So the row between holds the figures, perhaps beside a line of the other list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from inference.words.atoms import Atom, Kind
from inference.words.segment import ORDINAL

Row = list[Atom]


def names_first(
    atoms: Sequence[Atom], sides: Mapping[str, Collection[str]], left: str
) -> list[Atom]:
    """The atoms, each such name put together before its figures.

    `sides` gives the sides on which each known name may stand, `left` is that of the left list.
    """
    rows = [list(group) for _, group in groupby(atoms, key=lambda atom: atom.cell.row)]
    count = _figures_on_the_left(rows, sides, left)
    ordered: list[Row] = []
    place = 0
    while place < len(rows):
        whole = _whole(rows[place : place + 3], sides)
        between = _with_names(rows[place + 1], whole, sides, left, count) if whole else None
        if between is not None:
            ordered.append(between)
            place += 3
        else:
            ordered.append(rows[place])
            place += 1
    return [atom for row in ordered for atom in row]


def _whole(rows: Sequence[Row], sides: Collection[str]) -> list[tuple[str, Row]]:
    """The names whose parts stand above and below a row with figures, with their words."""
    if len(rows) < 3:
        return []
    above, between, below = rows
    if len(above) != len(below) or not any(atom.kind is Kind.FIGURE for atom in between):
        return []
    if any(atom.kind is not Kind.WORD for atom in (*above, *below)):
        return []
    found = [(_bare(a.text + b.text), [a, b]) for a, b in zip(above, below, strict=True)]
    parts = {_bare(atom.text) for atom in below}
    is_known = all(name in sides for name, _ in found) and not parts & set(sides)
    return found if is_known else []


def _with_names(
    row: Row,
    names: Sequence[tuple[str, Row]],
    sides: Mapping[str, Collection[str]],
    left: str,
    count: int | None,
) -> Row | None:
    """A row with names before their figures; None if it isn't clear which are theirs."""

    def is_right(name: str) -> bool:
        return bool(sides.get(name)) and left not in sides[name]

    first, *others = names
    words = next((atom for atom in row if atom.kind is Kind.WORD), None)
    if not others and (words is None or (is_right(_bare(words.text)) and not is_right(first[0]))):
        return [*first[1], *row]
    if count is None or len(row) <= count:
        return None
    if words is None and len(others) == 1 and not is_right(first[0]) and is_right(others[0][0]):
        return [*first[1], *row[:count], *others[0][1], *row[count:]]
    is_line_on_the_left = (
        words is row[0]
        and left in sides.get(_bare(words.text), ())
        and all(atom.kind is Kind.FIGURE for atom in row[1:])
    )
    if is_line_on_the_left and not others and is_right(first[0]):
        return [*row[: count + 1], *first[1], *row[count + 1 :]]
    return None


def _figures_on_the_left(
    rows: Sequence[Row], sides: Mapping[str, Collection[str]], left: str
) -> int | None:
    """How many figures stand between the names of the two lists, if always as many do."""
    counts = set()
    for row in rows:
        words = [place for place, atom in enumerate(row) if atom.kind is Kind.WORD]
        if len(words) == 2 and words[0] == 0:
            found = sides.get(_bare(row[words[1]].text), ())
            counts |= {words[1] - 1} if found and left not in found else set()
    counts.discard(0)
    return counts.pop() if len(counts) == 1 else None


def _bare(name: str) -> str:
    ordinal = ORDINAL.match(name)
    return name[ordinal.end() :] if ordinal else name
