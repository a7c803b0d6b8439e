"""Which line does each figure of a form in lines of words belong to?

Such text keeps the reading order and loses the cells: names break over lines, stand before or after
their figures, and the lanes of a form interleave. But the words of a cell stay together, a line is
its code or name followed by its figures, and known names say where the next line begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from inference.words.atoms import Atom, Kind
from inference.words.segment import Piece, segment

INCOME, EXPENDITURE = "income", "expenditure"


@dataclass(frozen=True, slots=True)
class Wordings:
    """What lines may be called.

    `sides` gives the sides (income, expenditure; none: either) on which each known name may stand,
    `labels` are headings between lines, `code_names` the names of each code; `government_codes` are
    those of the government's classification, which may stand beside the department's.
    """

    sides: Mapping[str, frozenset[str]]
    labels: frozenset[str]
    code_names: Mapping[str, frozenset[str]]
    government_codes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Line:
    """A line of a form: its atoms in reading order, by their place in the form.

    `lane` is 1, or 2 for the right one of two lists side by side. `number` is the printed 行次.
    `unit` is the unit's code that stands behind a function's: 201 03 01 601001.
    """

    atoms: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    code: str | None = None
    name: str = ""
    known_name: str | None = None
    number: int | None = None
    lane: int = 1
    side: str | None = None
    unit: str | None = None
    is_detail: bool = False
    is_parted: bool = False

    @property
    def is_fresh(self) -> bool:
        """Whether the line's name may still go on: no figure and no line number so far."""
        return not self.figures and self.number is None


def read_lines(
    atoms: Sequence[Atom], wordings: Wordings, *, has_lanes: bool, is_by_item: bool
) -> list[Line]:
    """Put the atoms of a form's data rows together to lines, in reading order.

    `has_lanes`: lists may stand side by side, so that a known name begins a line wherever it
    stands; else only a code or the name of a total does. `is_by_item`: lines have sides.
    """
    lines = list(_Reading(atoms, wordings, has_lanes).lines())
    _mend_names(lines, wordings)
    if is_by_item:
        _find_sides(lines, wordings)
        _find_lanes(lines)
    return lines


class _Reading:
    """Goes through the atoms once; `current` is the line that figures are added to."""

    def __init__(self, atoms: Sequence[Atom], wordings: Wordings, has_lanes: bool) -> None:
        self.atoms = atoms
        self.wordings = wordings
        self.has_lanes = has_lanes
        totals = {name for name, sides in wordings.sides.items() if not sides}
        self.names = frozenset(wordings.sides if has_lanes else totals) | wordings.labels
        self.found: list[Line] = []
        # Whether the words that come are the government's name of what the line names already.
        self.is_named_again = False

    def lines(self) -> Iterator[Line]:
        place = 0
        while place < len(self.atoms):
            atom = self.atoms[place]
            if atom.kind is Kind.WORD:
                end = place
                while end < len(self.atoms) and self.atoms[end].kind is Kind.WORD:
                    end += 1
                self._words(place, end)
                place = end
                continue
            if atom.kind in (Kind.PAGE_NUMBER, Kind.SHARE):
                place += 1
                continue
            if atom.kind is Kind.UNIT_CODE:
                self._current().unit = atom.text
            elif atom.kind is Kind.CODE:
                line = self._current()
                is_governments = atom.text in self.wordings.government_codes
                self.is_named_again = is_governments and line.code is not None and line.is_fresh
                if not self.is_named_again:
                    self._begin().code = _without_zeros(atom.text)
            elif atom.kind is Kind.LINE_NUMBER:
                line = self._current()
                if not line.is_fresh or not line.name:
                    line = self._begin()
                line.number = int(atom.text)
            else:
                self._current().figures.append(place)
                self.is_named_again = False
            self.found[-1].atoms.append(place)
            place += 1
        yield from self.found

    def _begin(self) -> Line:
        self.found.append(Line())
        return self.found[-1]

    def _current(self) -> Line:
        return self.found[-1] if self.found else self._begin()

    def _words(self, first: int, end: int) -> None:
        """Give the words from one atom up to another to the lines that they name."""
        if self.is_named_again:
            self._current().atoms += range(first, end)
            return
        starts: list[int] = []
        text = ""
        for atom in self.atoms[first:end]:
            starts.append(len(text))
            text += atom.text
        line = self._current()
        known = set(self.names)
        if line.code and line.is_fresh and not line.name:
            known |= self.wordings.code_names.get(line.code, frozenset())
        pieces = segment(text, known, frozenset(starts))
        for number, piece in enumerate(pieces):
            is_last = number == len(pieces) - 1
            line = self._line_of(text, piece, piece.start in starts, is_last, end)
            line.name += text[piece.start : piece.end]
            if line.known_name is None:
                line.known_name = piece.name
            line.atoms += [
                first + n for n, start in enumerate(starts) if piece.start <= start < piece.end
            ]

    def _line_of(self, text: str, piece: Piece, begins_word: bool, is_last: bool, end: int) -> Line:
        """The line that a piece of words names, or goes on naming."""
        line = self._current()
        if line.code and line.is_fresh and not line.name:
            return line
        if piece.name is not None:
            return self._begin()
        words = text[piece.start : piece.end]
        if not begins_word or self._goes_on(line, words):
            return line
        if self.has_lanes:
            return self._begin()
        follows = self.atoms[end].kind if is_last and end < len(self.atoms) else None
        if follows in (Kind.FIGURE, Kind.LINE_NUMBER) and not (line.code and line.is_fresh):
            # A name that nobody knows: its figures are its own.
            return self._begin()
        return line

    def _goes_on(self, line: Line, words: str) -> bool:
        """Whether a known name of the line begins with its name and the words."""
        whole = line.name + words
        names = self.wordings.code_names.get(line.code, frozenset()) if line.code else self.names
        return bool(line.name) and any(name.startswith(whole) for name in names)


def _without_zeros(code: str) -> str:
    """2040500 is 20405, 2040000 is 204: some print all codes with seven digits."""
    return re.sub(r"^(\d{3}(?:\d\d)??)(00){1,2}$", r"\1", code) if len(code) == 7 else code


def _mend_names(lines: Sequence[Line], wordings: Wordings) -> None:
    """Give a code the beginning of its name back, where it stands in the row above the code."""
    for above, line in pairwise(lines):
        names = wordings.code_names.get(line.code or "", frozenset())
        if line.name in names:
            continue
        for size in range(1, len(above.name) + 1):
            begin = above.name[-size:]
            if begin + line.name in names:
                above.name, line.name = above.name[:-size], begin + line.name
                break


def _find_sides(lines: Sequence[Line], wordings: Wordings) -> None:
    """Say on which side each line stands, where its number, code or name does.

    A name that may stand on either is on the left where it is printed first of two times, one after
    the other; else it stands where lines print as many figures, if those of the other side don't.
    """
    numbers = [line.number for line in lines if line.number is not None]
    right = next((n for n in numbers[1:2] if n > numbers[0] + 1), None)
    open_lines: list[Line] = []
    for place, line in enumerate(lines):
        name = line.known_name or ""
        sides = wordings.sides.get(name, frozenset())
        if line.number is not None and right is not None:
            line.side = EXPENDITURE if line.number >= right else INCOME
        elif line.code:
            line.side = EXPENDITURE
        elif len(sides) == 1:
            [line.side] = sides
        elif len(sides) == 2 and name == _name_at(lines, place + 1):
            line.side = INCOME
        elif len(sides) == 2 and name == _name_at(lines, place - 1):
            line.side = EXPENDITURE
        elif len(sides) == 2:
            open_lines.append(line)
    counts = {side: _figure_counts(lines, side) for side in (INCOME, EXPENDITURE)}
    if not counts[INCOME] & counts[EXPENDITURE]:
        for line in open_lines:
            possible = [side for side, found in counts.items() if len(line.figures) in found]
            line.side = possible[0] if possible else None


def _name_at(lines: Sequence[Line], place: int) -> str | None:
    return lines[place].known_name if 0 <= place < len(lines) else None


def _figure_counts(lines: Sequence[Line], side: str) -> set[int]:
    """How many figures the lines of a side print."""
    return {len(line.figures) for line in lines if line.side == side and line.figures}


def _find_lanes(lines: Sequence[Line]) -> None:
    for line in lines:
        line.lane = 2 if line.side == EXPENDITURE else 1
