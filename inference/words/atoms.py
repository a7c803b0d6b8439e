"""What are the words of a text: figures, codes, line numbers or names?

Numbers and names that a dump ran together are cut apart: a figure ends with its form's usual
number of decimals, so that ``1,139.401,139.40`` is two and ``1,152.06201`` ends with a code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inference.words.torn_codes import PART, Cell, joined, with_codes_over_rows


class Kind(StrEnum):
    """What an atom is."""

    FIGURE = "figure"
    CODE = "code"
    UNIT_CODE = "unit_code"
    LINE_NUMBER = "line_number"
    PAGE_NUMBER = "page_number"
    SHARE = "share"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a cell, counted from 1, that is one thing; `alone`: its row has no other cell."""

    cell: Cell
    part: int
    text: str
    kind: Kind
    first: bool
    alone: bool


_WHOLE = re.compile(
    r"-?[¥￥]?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?"
    r"|\((?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?\)"
)
_DIGITS = re.compile(r"\d{3,7}")
_UNIT_CODE = re.compile(r"\d{3}(\d{3}){1,2}")
_PAGE = re.compile(r"[1-9]\d{0,2}")
_LINE_NUMBER = re.compile(r"[1-9]\d?")
_SHARE = re.compile(r"-?[\d.]+%")
# 2010301行政运行, [201]一般公共服务支出, 2040000-公共安全支出, but not 2022年.
_CODE_AND_NAME = re.compile(
    r"[\[(]?([235]\d{2,6})[\])]?[-_.]?(?=[^\W\d_])(?![年月日人次个号元万])(.+)"
)
# What follows a number of a sentence: 2022 年度, 3 人, 1.5 万元; 年末结转 may follow an amount.
_COUNTED = re.compile(r"[年月日人次个%]|[百千万亿]*元|[万亿]")
_COUNTED_DECIMAL = re.compile(r"[年月日人次个](?![^\W\d_])|%|[百千万亿]*元|[万亿]")


def atoms_of(
    rows: Iterable[Sequence[Cell]], codes: Collection[str], has_line_numbers: bool
) -> list[Atom]:
    """Cut the cells of a form's data rows into atoms, in reading order.

    `codes` are the codes of the classifications. An integer is a code if a name follows it and it
    begins its row or is one of `codes`; it is a line number only in a form that prints them (行次).
    Without `codes` there are none.
    """
    kept = with_codes_over_rows([_with_whole_codes(row, codes) for row in rows], codes)
    decimals = _usual_decimals(cell for row in kept for cell in row)
    # Whole numbers end where a name begins: 47,483,458一、社会保障和就业支出, not 1,058人.
    glued = re.compile(
        rf"-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d{{{decimals}}}(?![万元亿%]|\d*[万亿%])"
        r"|(?<![\d.,])-?\d{1,3}(?:,\d{3})+(?![\d.,年月日人次个%元百千万亿])"
        r"|(?<![\d.,])-?\d+(?=[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))"
    )
    found: list[Atom] = []
    for row in kept:
        for place, cell in enumerate(row):
            parts = _parts(cell.compact, glued, decimals, codes)
            for number, part in enumerate(parts, start=1):
                first = place == 0 and number == 1
                alone = len(row) == 1 and len(parts) == 1
                found.append(Atom(cell, number, part, Kind.WORD, first, alone))
    kinds = (_kind(found, place, codes, has_line_numbers) for place in range(len(found)))
    atoms = [replace(atom, kind=kind) for atom, kind in zip(found, kinds, strict=True)]
    if len(atoms) == 1 and _is_page_number(atoms[0]):
        return [replace(atoms[0], kind=Kind.PAGE_NUMBER)]
    if sum("." in atom.text for atom in atoms if atom.kind is Kind.FIGURE) < 2:
        return atoms
    # Among amounts with decimals a whole number is a code, whose name stands above and below; a
    # small one alone in its row is the page's.
    return [
        replace(a, kind=Kind.CODE)
        if a.kind is Kind.FIGURE and a.text in codes and (a.first or len(a.text) > 3)
        else replace(a, kind=Kind.PAGE_NUMBER)
        if _is_page_number(a)
        else a
        for a in atoms
    ]


def _is_page_number(atom: Atom) -> bool:
    return atom.kind is Kind.FIGURE and atom.alone and bool(_PAGE.fullmatch(atom.text))


def _with_whole_codes(row: Sequence[Cell], codes: Collection[str]) -> list[Cell]:
    """The cells of a row, a code in columns of its own (类 款 项: 208 05 01) put together."""
    cells: list[Cell] = []
    for cell in row:
        before = cells[-1] if cells else None
        part = PART.fullmatch(cell.compact)
        if before and part and before.compact + part[1] in codes:
            cells[-1] = joined(before, cell)
        else:
            cells.append(cell)
    return cells


def _usual_decimals(cells: Iterable[Cell]) -> int:
    """How many decimals the figures of a form have, 2 if none has any."""
    counted = Counter(
        len(cell.compact.strip("()").partition(".")[2])
        for cell in cells
        if "." in cell.compact and _WHOLE.fullmatch(cell.compact)
    )
    return counted.most_common(1)[0][0] if counted else 2


def _parts(text: str, glued: re.Pattern[str], decimals: int, codes: Collection[str]) -> list[str]:
    if _WHOLE.fullmatch(text) and len(text.strip("()").partition(".")[2]) <= decimals:
        return [text]
    parts: list[str] = []
    end = 0
    for match in glued.finditer(text):
        if match.start() > end:
            parts += _code_and_name(text[end : match.start()], codes)
        parts.append(match.group())
        end = match.end()
    if end == 0:
        return _code_and_name(text, codes)
    rest = text[end:]
    if rest.isdigit() and rest not in codes:
        # No code: the number has more decimals than its neighbours.
        parts[-1] += rest
    elif rest:
        parts += _code_and_name(rest, codes)
    return parts


def _code_and_name(text: str, codes: Collection[str]) -> list[str]:
    match = _CODE_AND_NAME.fullmatch(text) if codes else None
    is_code = match is not None and (match[1][0] != "5" or match[1] in codes)
    return [*match.groups()] if match is not None and is_code else [text]


def _is_code_above_unit(code: Atom, unit: Atom, name: Atom | None, codes: Collection[str]) -> bool:
    """201 03 01 601001 行政运行: a code of a classification, a unit's, and the function's name."""
    return (
        code.first
        and code.text in codes
        and not unit.first
        and bool(_UNIT_CODE.fullmatch(unit.text))
        and name is not None
        and not name.first
        and not _WHOLE.fullmatch(name.text)
    )


def _kind(
    atoms: Sequence[Atom], place: int, codes: Collection[str], has_line_numbers: bool
) -> Kind:
    atom = atoms[place]
    following = atoms[place + 1] if place + 1 < len(atoms) else None
    is_named = following is not None and not _WHOLE.fullmatch(following.text)
    if _SHARE.fullmatch(atom.text):
        return Kind.SHARE
    before = atoms[place - 1] if place and not atom.first else None
    if before is not None and _is_code_above_unit(before, atom, following, codes):
        return Kind.UNIT_CODE
    if codes and atom.first and atom.text in codes and following is not None:
        after = atoms[place + 2] if place + 2 < len(atoms) else None
        if _is_code_above_unit(atom, following, after, codes):
            return Kind.CODE
    if has_line_numbers and _LINE_NUMBER.fullmatch(atom.text):
        return Kind.LINE_NUMBER
    if _DIGITS.fullmatch(atom.text):
        in_row = following is not None and not following.first
        same_cell = in_row and following is not None and following.cell is atom.cell
        if is_named and in_row and (same_cell or atom.text in codes or (atom.first and codes)):
            return Kind.CODE
        if atom.alone and any(code.startswith(atom.text) for code in codes):
            return Kind.CODE
    if not _WHOLE.fullmatch(atom.text):
        return Kind.WORD
    return Kind.WORD if is_named and _counts(atom, following) else Kind.FIGURE


def _counts(atom: Atom, following: Atom | None) -> bool:
    """Whether a figure counts what the word behind it names: 3 辆."""
    if following is None or following.first:
        return False
    plain = atom.text == "0" or "." in atom.text or "," in atom.text
    return (_COUNTED_DECIMAL if plain else _COUNTED).match(following.text) is not None
