"""What is a row of words: a line of items, of a function, of an economic class, or figures?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile

_FIGURE = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+|-?[1-9]\d*|0")
_MONEY = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d\d?")
_CODE = re.compile(r"([23]\d\d)((?:\d\d){0,2})(\D.*)?")
_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十廿卅]+[)）、.]|\d{1,2}[、.](?=\D)")
_SENTENCE = re.compile("[。;；,，](?!\\d)")
_LINE_NUMBER = 3  # digits
_WORDS = 4  # a row of a total or a unit has no more


class RowKind(StrEnum):
    """What a row with figures is; a plain one has figures and no key: a total."""

    ITEM = "item"
    FUNCTION = "function"
    ECONOMIC = "economic"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a document; without a kind it is no line of a form.

    `line_key` says of a title how its form's lines are known, `sides` what a total of income or
    expenditure comes to, `figure` the first figure behind the code. A bare row has no words, one
    that `is_total` only a total's name.
    """

    kind: RowKind | None
    text: str = ""
    code: str | None = None
    figure: Decimal | None = None
    sides: Mapping[str, Decimal] = field(default_factory=dict)
    is_title: bool = False
    line_key: str | None = None
    is_boundary: bool = False
    is_sentence: bool = False
    is_grid: bool = False
    is_bare: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """How lines of items may be called, the total of a list, and the totals by their sides."""

    items: Collection[str]
    total: Collection[str]
    totals: Mapping[str, Collection[str]]


def kind_of(words: Sequence[str], names: Names) -> PrintedRow:
    """What a row is by its words, in their compared form."""
    words = _joined(words)
    text = "".join(words)
    if _SENTENCE.search(text):
        return PrintedRow(None, text, is_sentence=True)
    code, rest = _code(words)
    figures = [word for word in rest if _FIGURE.fullmatch(word)]
    first = _number(figures[0]) if figures else None
    if code and figures and any(not _FIGURE.fullmatch(word) for word in rest):
        kind = RowKind.FUNCTION if code[0] == "2" else RowKind.ECONOMIC
        return PrintedRow(kind, text, code, first)
    bare = [_ORDINAL.sub("", word, count=1) for word in words]
    named = [n for n, name in enumerate(bare) if name in names.items]
    is_numbered = all(word != name for word, name in zip(words, bare, strict=True))
    if named and (is_numbered or any(map(_MONEY.fullmatch, words))):
        return PrintedRow(RowKind.ITEM, text, sides=_sides(words, bare, names))
    others = [word for word in words if not _FIGURE.fullmatch(word)]
    if any(map(_MONEY.fullmatch, words)) and len(others) <= _WORDS:
        return PrintedRow(RowKind.PLAIN, text, figure=first, is_bare=not others)
    return PrintedRow(None, text, is_total=text in names.total)


def _joined(words: Sequence[str]) -> list[str]:
    """The words, those of single characters put together: 收 入 总 计."""
    joined: list[str] = []
    was_single = False
    for word in words:
        is_single = len(word) == 1 and not word.isascii()
        if is_single and was_single:
            joined[-1] += word
        else:
            joined.append(word)
        was_single = is_single
    return joined


def _code(words: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """The code that a row begins with, in one word or in a word each (201 05 07), and the rest."""
    found = _CODE.fullmatch(words[0]) if words else None
    if found is None:
        return None, words
    code = found[1] + found[2]
    if found[3]:
        return code, [found[3], *words[1:]]
    end = 1
    while end < len(words) and len(code) < 7 and re.fullmatch(r"\d\d", words[end]):
        code += words[end]
        end += 1
    return code, words[end:]


def _sides(words: Sequence[str], bare: Sequence[str], names: Names) -> dict[str, Decimal]:
    """What the totals of a row come to: the first figure behind each name and its 行次."""
    sides: dict[str, Decimal] = {}
    for place, name in enumerate(bare):
        figures = list(takewhile(_FIGURE.fullmatch, words[place + 1 :]))
        # 总计 is printed for both, income first.
        open_sides = sorted(set(names.totals.get(name, ())) - sides.keys(), reverse=True)
        if open_sides and figures:
            is_numbered = len(figures) > 1 and len(figures[0]) <= _LINE_NUMBER < len(figures[1])
            sides[open_sides[0]] = _number(figures[1 if is_numbered else 0])
    return sides


def _number(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))
