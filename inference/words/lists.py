"""Which line does each figure belong to in a list of units, projects and purchases?

Such lists have names that nobody can know; but each of their lines begins a row, with a code or
the name of a total. A row that begins with a figure, or prints none, goes on with the line above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from inference.words.atoms import Atom, Kind
from inference.words.lines import Line, Wordings

# 31 (本级支出项目), 202, 202001, 42010726202T000000100
_CODE = re.compile(r"\d{1,2}|\d{3}(\d{3}){0,2}|(?=.*\d)[A-Z0-9-]{12,}")
_CODE_AND_NAME = re.compile(r"(\d{3}(?:\d{3}){0,2})[-_.]?(?=[^\W\d_])(?![年月日人次个号元万])(.+)")
# [2101506]医疗保障经办事务 says what is bought, not who buys.
_SAYS_WHAT = re.compile(r"\[[A-Z0-9]{2,}\]")


def read_list(atoms: Sequence[Atom], wordings: Wordings) -> list[Line]:
    """Put the atoms of a list's data rows together to lines, in reading order.

    `code` is that of the unit, level or project that begins the line. `is_detail`: the line says
    what its unit spends, not what all of it does; `is_parted` that words stand between its figures.
    """
    totals = {name for name, sides in wordings.sides.items() if not sides}
    lines: list[Line] = []
    places = {id(atom): place for place, atom in enumerate(atoms)}
    words_after: dict[int, int] = {}
    for _, group in groupby(atoms, key=lambda atom: atom.cell.row):
        row = [atom for atom in group if atom.kind is not Kind.PAGE_NUMBER]
        if not row:
            continue
        code = _code(row)
        if code or not lines or _begins(row, lines[-1], totals):
            lines.append(Line(code=code))
        line = lines[-1]
        for atom in row:
            place = places[id(atom)]
            line.atoms.append(place)
            if atom is row[0] and code == atom.text:
                continue
            if atom.kind is Kind.FIGURE:
                line.figures.append(place)
            else:
                text = atom.text
                if atom is row[0] and code and text.startswith(code):
                    text = text[len(code) :].lstrip("-_.")
                if line.figures:
                    words_after[id(line)] = len(line.figures)
                else:
                    line.name += text
    repeated = Counter(line.code for line in lines if line.code)
    for line in lines:
        line.is_parted = words_after.get(id(line), len(line.figures)) < len(line.figures)
        line.is_detail = bool(
            line.code
            and (
                repeated[line.code] > 1
                or id(line) in words_after
                or _SAYS_WHAT.search(line.name) is not None
            )
        )
    return lines


def _code(row: Sequence[Atom]) -> str | None:
    """The code that begins a row: a name follows it, or it can be no figure."""
    first, following = row[0], row[1] if len(row) > 1 else None
    glued = _CODE_AND_NAME.fullmatch(first.text)
    if glued:
        return glued[1]
    if not _CODE.fullmatch(first.text):
        return None
    is_long = len(first.text) >= 12
    is_named = following is not None and following.kind is Kind.WORD
    return first.text if is_long or is_named else None


def _begins(row: Sequence[Atom], line: Line, totals: Iterable[str]) -> bool:
    """Whether a row without a code begins a line: the name of a total, or one with figures."""
    first = row[0]
    if first.kind is not Kind.WORD:
        return False
    has_figures = any(atom.kind is Kind.FIGURE for atom in row)
    return first.text in totals or (has_figures and bool(line.figures))
