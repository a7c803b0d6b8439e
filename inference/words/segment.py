"""Which known wordings make up a run of words whose white space says nothing?

In text that was torn out of a table, names break anywhere and stand one behind the other:
``公共安全`` ``支出对个`` ``人和家庭的补助`` are two names. Of all ways to cut a run, the one that
leaves the fewest characters unknown, then the one of the fewest pieces, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_NUMERAL = "一二三四五六七八九十廿卅"
# 一、 （一） （一）、 1. 1、 其中：
ORDINAL = re.compile(
    rf"(?:其中:?)?(?:[{_NUMERAL}]{{1,4}}[、.]|\([{_NUMERAL}]{{1,4}}\)[、.]?|\d{{1,2}}[、.](?!\d))?"
)
# An unknown character costs more than any number of known pieces.
_UNKNOWN = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a run: from `start` up to `end`; `name` is the wording without its ordinal."""

    start: int
    end: int
    name: str | None


def segment(
    text: str, known: Collection[str], starts: Collection[int], breaks: Collection[int] = ()
) -> list[Piece]:
    """Cut a compact text into known wordings and, between them, unknown pieces (`name` None).

    A wording may begin only at one of `starts`, where a word of the text does. Ordinals before it
    belong to it. Two wordings are preferred to one across one of `breaks`. Returns the pieces in
    order, covering all of the text.
    """
    if not text:
        return []
    longest = max(map(len, known), default=0)
    # best[i]: cost of the text from i on, and the piece that it begins with.
    best: list[tuple[int, Piece | None]] = [(0, None)] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        rest = best[start + 1]
        grown = rest[1]
        unknown = Piece(start, start + 1, None)
        if grown is not None and grown.name is None:
            unknown = Piece(start, grown.end, None)
        choice = (rest[0] + _UNKNOWN, unknown)
        ordinal = ORDINAL.match(text, start)
        begins = {start, ordinal.end() if ordinal else start}
        for begin in begins if start in starts else ():
            for end in range(begin + 1, min(begin + longest, len(text)) + 1):
                name = text[begin:end]
                if name in known:
                    cost = best[end][0] + 1 + 2 * sum(start < n < end for n in breaks)
                    # Of equal costs the longer first piece: 本年支出合计, not 本年支出 and 合计.
                    if cost <= choice[0]:
                        choice = (cost, Piece(start, end, name))
        best[start] = choice
    pieces: list[Piece] = []
    position = 0
    while position < len(text):
        piece = best[position][1]
        assert piece is not None
        pieces.append(piece)
        position = piece.end
    return pieces
