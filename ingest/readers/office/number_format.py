"""What does a worksheet show of a number under a number format? As Excel does in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from itertools import pairwise

from ingest.readers.office.date_format import shown_date

# What the numbers of formats without a text of their own mean in Chinese Excel.
CHINESE_FORMATS = {
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<date>AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|aaaa?|e+(?![+-]))"
    r"|(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<end>;)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_DURATION = re.compile(r"h+|m+|s+", re.IGNORECASE)
_GENERAL = frozenset({"general", "text"})
_EXCEL = Context(prec=15, rounding=ROUND_HALF_UP)  # a worksheet knows fifteen digits of a number
_WIDE = Context(prec=1000, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the digits of a number stand among the other signs of a section."""

    whole: tuple[tuple[int, str], ...]
    decimals: tuple[tuple[int, str], ...]
    point: int | None
    shift: int  # the power of ten by which percentages and thousands are shown
    is_grouped: bool
    literals: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Section:
    """The format of positive or negative numbers, of zero or of text."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)

    def holds(self, value: Decimal) -> bool:
        if self.condition is None:
            return True
        sign, limit = self.condition
        return (
            ("<" in sign and value < limit)
            or (">" in sign and value > limit)
            or ("=" in sign and value == limit)
        )


def shown(value: Decimal | str, code: str) -> str:
    """The text that a cell with a number, a date's serial number or a text shows.

    A column too narrow for its numbers is none of the number format's: no `####`.
    """
    sections = _sections(code)
    if isinstance(value, str):
        tokens = sections[:4][-1].tokens
        if len(sections) < 4 and not sections[-1].has("text"):
            tokens = (_Token("text", "@"),)
        return "".join(value if t.kind == "text" else _literal(t) for t in tokens).strip()
    value = _EXCEL.plus(value)
    section, sign = _section_of(sections, value)
    if section.has("date"):
        return shown_date(value, [(t.kind, t.text) for t in section.tokens]).strip()
    if not section.tokens:
        return ""
    return (sign + _number(abs(value), section.tokens)).strip()


@lru_cache(maxsize=1024)
def _sections(code: str) -> list[_Section]:
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition = None
    for found in [*_TOKEN.finditer(code or "General"), None]:
        kind = (found.lastgroup or "") if found else "end"
        text = found[kind] if found else ""
        if kind == "end":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind != "bracket":
            tokens.append(_Token(kind, text))
        elif given := _CONDITION.fullmatch(text):
            condition = (given[1], Decimal(given[2]))
        elif text.startswith("$"):  # [$¥-804] is a ¥, [$-804] says a language only
            tokens.append(_Token("literal", text[1:].split("-")[0]))
        elif _DURATION.fullmatch(text):
            tokens.append(_Token("date", f"[{text}]"))
    return sections


def _section_of(sections: Sequence[_Section], value: Decimal) -> tuple[_Section, str]:
    """The section for a number, and the sign that the section doesn't show itself."""
    numeric = [s for n, s in enumerate(sections[:3]) if n == 0 or not s.has("text")]
    sign = "-" if value < 0 else ""
    if any(section.condition for section in numeric):
        section = next((s for s in numeric if s.holds(value)), numeric[-1])
        only_negative = section.condition is not None and section.condition[0].startswith("<")
        only_negative = only_negative and not section.holds(Decimal(0))
        return section, "" if only_negative else sign
    if value < 0 and len(numeric) > 1:
        return numeric[1], ""
    if value == 0 and len(numeric) > 2:
        return numeric[2], ""
    return numeric[0], sign


def _literal(token: _Token) -> str:
    if token.kind in ("blank", "fill"):
        return " " if token.kind == "blank" else ""
    return token.text


@lru_cache(maxsize=1024)
def _layout(tokens: tuple[_Token, ...]) -> _Layout:
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    digits = [(place, token.text) for place, token in enumerate(tokens) if token.kind == "digit"]
    # 0,0 parts thousands; 0, is in thousands: so are the commas behind the last digit of a part.
    commas = [place for place, kind in enumerate(kinds) if kind == "comma"]
    behind = [place for place in commas if _ends_part(kinds, place)]
    return _Layout(
        whole=tuple(digit for digit in digits if digit[0] < point),
        decimals=tuple(digit for digit in digits if digit[0] > point),
        point=point if point < len(kinds) else None,
        shift=2 * kinds.count("percent") - 3 * len(behind),
        is_grouped=any(place < point and place not in behind for place in commas),
        literals={
            place: "%" if token.kind == "percent" else _literal(token)
            for place, token in enumerate(tokens)
            if token.kind not in ("digit", "comma")
        },
    )


def _ends_part(kinds: Sequence[str], place: int) -> bool:
    rest = [*(kind for kind in kinds[place:] if kind != "comma"), "point"]
    return "digit" in kinds[:place] and "digit" not in rest[: rest.index("point")]


def _number(value: Decimal, tokens: tuple[_Token, ...]) -> str:
    kinds = {token.kind for token in tokens}
    if _is_fraction(tokens):
        return _general(value)
    if not kinds.isdisjoint(_GENERAL):
        return "".join(_general(value) if t.kind in _GENERAL else _literal(t) for t in tokens)
    if "exponent" in kinds:
        return _scientific(value, tokens)
    layout = _layout(tokens)
    shown_at = dict(layout.literals)
    if "digit" in kinds:
        value = _WIDE.scaleb(value, layout.shift)
        step = Decimal(1).scaleb(-len(layout.decimals))
        integer, _, fraction = f"{value.quantize(step, context=_WIDE):f}".partition(".")
        integer = integer.lstrip("0")
        shown_at |= _whole_digits(integer, layout.whole, layout.is_grouped)
        kept = len(fraction.rstrip("0"))
        for number, (place, kind) in enumerate(layout.decimals):
            blank = {"0": "0", "?": " "}.get(kind, "")
            shown_at[place] = fraction[number] if number < kept else blank
        if layout.point is not None:
            shown_at[layout.point] = "." if layout.whole else f"{integer}."
    return "".join(text for _, text in sorted(shown_at.items()))


def _whole_digits(integer: str, places: Sequence[tuple[int, str]], grouped: bool) -> dict[int, str]:
    """The digits before the point at their places; the first place takes what is left over."""
    result: dict[int, str] = {}
    for position, (place, kind) in enumerate(reversed(places)):
        digits = integer[-position - 1 :][:1] if position < len(integer) else ""
        digits = digits or {"0": "0", "?": " "}.get(kind, "")
        if place == places[0][0] and len(integer) > position + 1:
            digits = integer[: len(integer) - position]
        parted = ""
        for number, digit in enumerate(reversed(digits), start=position):
            comma = "," if grouped and number and number % 3 == 0 and digit != " " else ""
            parted = digit + comma + parted
        result[place] = parted
    return result


def _is_fraction(tokens: Sequence[_Token]) -> bool:
    """`# ?/?`, which no form prints: shown as General."""
    return any(a.text == "/" and b.kind == "digit" for a, b in pairwise(tokens))


def _scientific(value: Decimal, tokens: Sequence[_Token]) -> str:
    kinds = [token.kind for token in tokens]
    mantissa, exponent = kinds[: kinds.index("exponent")], kinds[kinds.index("exponent") + 1 :]
    decimals = mantissa[mantissa.index("point") :].count("digit") if "point" in mantissa else 0
    number, _, power = f"{value:.{decimals}e}".partition("e")
    sign = "-" if int(power) < 0 else "+"
    return f"{number}E{sign}{abs(int(power)):0{exponent.count('digit')}d}"


def _general(value: Decimal) -> str:
    """As General shows it: in eleven characters. A large number keeps its digits all the same.

    (Excel shows 1.23457E+11 for want of place, and 123456789012 in the line above the sheet.)
    """
    if not value:
        return "0"
    exponent = value.adjusted()
    if exponent >= 21 or (exponent < -4 and value != round(value, 9)):
        number, _, power = f"{value.normalize():.5e}".partition("e")
        digits = number.rstrip("0").rstrip(".")
        return f"{digits}E{'-' if int(power) < 0 else '+'}{abs(int(power)):02d}"
    if exponent < 10:
        step = Decimal(1).scaleb(max(exponent, 0) - 9)
        value = value.quantize(step, context=_WIDE)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
