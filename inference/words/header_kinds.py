"""What does each header of one list say: of which column, and where does that column stand?

Headers are read row by row, those of one level before those of the next. What is printed below
another header stands where that one does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from inference.words.header_order import Kind
from inference.words.headers import COMPARISON, Headers, Meaning, Word

# What a column measures whose rows say what they measure.
BY_ROW: Kind = (None, None)


@dataclass(frozen=True, slots=True)
class Printed:
    """A header of a column as read: where, in which row, and `place`, where its column stands.

    `is_moved`: it says what it does only below the header that stands there; `is_sure` that it can
    stand below no other.
    """

    read: int
    row: int
    place: int
    kind: Kind
    is_moved: bool
    is_sure: bool = True


def printed_headers(
    words: Sequence[Word],
    headers: Headers,
    bases: Sequence[str],
    based: Sequence[str],
    blocks: int,
) -> list[Printed]:
    texts = [word.text for word in words]
    # 预算数 over 合计 and 基本支出 is no column: one only where nothing else says its measure.
    plain = [text for text in texts if text not in headers.bases]
    measured = {m.measure for text in plain for m in _meanings_in(texts, text, headers)}
    # Where all measures are printed once for each basis, so are the words that say them.
    repeats = len(bases) if len(bases) > 1 and len(based) == len(bases) else 1
    counts = Counter(texts)
    printed: list[Printed] = []
    used: Counter[str] = Counter()
    for place, word in enumerate(words):
        meanings = _meanings_in(texts, word.text, headers)
        if not meanings and not any(_may_head(t, headers) for t in texts if t != word.text):
            meanings = _alone(headers.known(word.text))
        if word.text in headers.bases:
            meanings = [m for m in meanings if m.measure not in measured]
        if meanings:
            times = blocks if blocks > 1 and counts[word.text] % blocks == 0 else repeats
            number = min(used[word.text] // times, len(meanings) - 1)
            used[word.text] += 1
            if len(meanings) > number + 1 and _is_said(meanings[number], word, printed, words):
                # 金额 below 财政审核数, where 总金额 is a column already.
                number += 1
            meaning = meanings[number]
            under = place if meaning.under is None else _above(texts, meaning, headers) or 0
            kind = (meaning.measure, meaning.fund)
            is_sure = len(meanings) <= max(counts[word.text] // times, 1)
            printed.append(Printed(place, word.row, under, kind, under != place, is_sure))
    return _below_spanning(words, printed, headers)


def _may_head(text: str, headers: Headers) -> bool:
    """Whether a word says what a column measures, or that it is another's."""
    return any(m.role in ("measure", "other") and m.under != "^" for m in headers.known(text))


def _alone(meanings: Sequence[Meaning]) -> list[Meaning]:
    """What a word means only where no other says a measure (`^` in the seed): 预算, 决算数."""
    return [replace(m, under=None) for m in meanings if m.under == "^"]


def _is_said(
    meaning: Meaning, word: Word, printed: Sequence[Printed], words: Sequence[Word]
) -> bool:
    """Whether a header of a higher level, of another name, means the same."""
    kind = (meaning.measure, meaning.fund)
    return meaning.under is None and any(
        h.kind == kind and h.row < word.row and words[h.read].text != word.text for h in printed
    )


def _above(texts: Sequence[str], meaning: Meaning, headers: Headers) -> int | None:
    """Where the header stands below which another has a meaning.

    What heads a column of its own spans only parts of it: 小计 is no 本年收入 below 本年收入合计.
    """
    for place, text in enumerate(texts):
        own = {m.measure for m in headers.known(text) if m.role == "measure" and m.under is None}
        wholes = {m for m in own if m and meaning.measure in headers.parts.get(m, ())}
        if (meaning.under or "") in text and (not own or meaning.measure in own or wholes):
            return place
    return None


def _meanings_in(texts: Sequence[str], text: str, headers: Headers) -> list[Meaning]:
    """What a word may mean here: by itself, then below others in the order of their headers."""
    meanings = [m for m in headers.known(text) if m.role == "measure"]
    places = [(_above(texts, m, headers), m) for m in meanings if m.under is not None]
    below = sorted(((at, m) for at, m in places if at is not None), key=lambda found: found[0])
    return [m for m in meanings if m.under is None] + [meaning for _, meaning in below]


def free(words: Sequence[Word], printed: Sequence[Printed], headers: Headers) -> list[Printed]:
    """The headers that stand below others, and below none that they are known to stand below."""
    upper = [h.row for h in printed]
    upper += [word.row for word in words if is_outside(word, headers)]
    return [
        header
        for header in printed
        if header.place == header.read
        and any(row < header.row for row in upper)
        and not any(
            other.row < header.row
            and (
                other.kind == header.kind
                or header.kind[0] in headers.parts.get(other.kind[0] or "", ())
            )
            for other in printed
        )
    ]


def _below_spanning(
    words: Sequence[Word], printed: Sequence[Printed], headers: Headers
) -> list[Printed]:
    """The headers; those of one row that are below no known others are below the one that spans.

    三公经费预算数 | 机关运行经费预算数 above 合计, 因公出国(境)费: 合计 is left of 机关运行经费.
    """
    loose = free(words, printed, headers)
    taken = {header.place for header in printed}
    beside = {h.row for h in printed} | {w.row for w in words if is_outside(w, headers)}
    spanning = [
        place
        for place, word in enumerate(words)
        if (word.text in headers.spanning or word.text in headers.bases)
        and place not in taken
        and word.row in beside
        and not headers.has_role(word.text, "key")
    ]
    if len(spanning) != 1 or len({header.row for header in loose}) != 1:
        return list(printed)
    [place] = spanning
    return [
        replace(h, place=place) if h in loose and words[place].row < h.row else h for h in printed
    ]


def repeated_kinds(
    printed: Sequence[Printed], words: Sequence[Word], times: int, headers: Headers
) -> set[Kind]:
    """The kinds of a header that is printed more often than it can say something.

    小计 may say it of each header that spans known parts; what is said below another is that one's.
    One that alone is printed again, further down, is no other column's: the first is meant.
    """
    said: dict[str, list[Printed]] = defaultdict(list)
    for header in printed:
        if not header.is_moved:
            said[words[header.read].text].append(header)
    counts = Counter(header.kind for header in printed)
    spanning = [w for w in counts if any(_is_part(part, w, headers.parts) for part in counts)]
    again = []
    for found in said.values():
        kinds = {header.kind for header in found}
        room = sum(
            any(_is_part(whole, kind, headers.parts) for kind in kinds) for whole in spanning
        )
        if len(found) > times * max(len(kinds), room):
            again.append(found)
    is_lone = len(again) == 1 and all(
        len({header.row for header in found}) == len(found) == counts[found[0].kind]
        for found in again
    )
    return set() if is_lone else {header.kind for found in again for header in found}


def _is_part(kind: Kind, whole: Kind, parts: Mapping[str, Collection[str]]) -> bool:
    return kind[0] in parts.get(whole[0] or "", ())


def is_unknown(word: Word, headers: Headers) -> bool:
    # One character may be a part of a header that was torn.
    return len(word.text) > 1 and not (
        word.text == COMPARISON
        or word.text in headers.meanings
        or word.text in headers.spanning
        or word.text in headers.bases
    )


def is_outside(word: Word, headers: Headers) -> bool:
    meanings = headers.known(word.text)
    return word.text == COMPARISON or any(m.role == "other" and m.under is None for m in meanings)
