"""Which columns do the headers of one list name, and in which order do they stand?

Headers are read row by row, those of one level before those of the next. What is printed below
another header stands where that one does; a header that is no fact's, or that nobody knows, keeps
its place between those of its row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from placement.header_order import Kind, column_order, order_groups

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


# What a column measures whose rows say what they measure.
_BY_ROW: Kind = (None, None)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A header of a column as read: where, in which row, and `place`, where its column stands.

    `is_moved`: it says what it does only below the header that stands there.
    """

    read: int
    row: int
    place: int
    kind: Kind
    is_moved: bool


def columns_of(words: Sequence[Word], headers: Headers) -> Columns:
    """The columns of one lane, from its headers in reading order."""
    texts = [word.text for word in words]
    blocks = _blocks(texts, headers)
    based = [block for block in blocks if block is not None]
    bases = list(dict.fromkeys(based))
    printed = _printed(words, headers, bases, based, len(blocks) if None in blocks else 0)
    found = [header.kind for header in sorted(printed, key=lambda h: h.place)]
    kinds = list(dict.fromkeys(found))
    counts = Counter(found)
    # Another year's figures beside the year's, each with all measures: 合计 … 合计 …
    is_beside = (
        None in blocks and len(blocks) > 1 and not any(n % len(blocks) for n in counts.values())
    )
    is_spread = is_beside or (len(bases) > 1 and len(found) >= len(bases) * len(kinds))
    times = len(blocks) if is_beside else len(bases) if is_spread else 1
    # 小计 below 本年收入, which heads columns itself only so.
    moved = {h.kind for h in printed if h.is_moved} - {h.kind for h in printed if not h.is_moved}
    wholes = [kind for kind in moved if kind[0] in headers.parts]
    subtotals = max(len(found) - len(kinds) * times, 0) + len(wholes)
    order = column_order(kinds, subtotals, headers.parts)
    if len(kinds) > 1:
        kinds = [kind for kind in kinds if kind != _BY_ROW]
    groups = order_groups(order, _rows(printed, words), headers.parts) if order else None
    if is_beside:
        group = groups[0] if groups and len(set(groups)) == 1 else None
        columns = [
            Column(*kind, block, group) if block else Column(None, group=group, outside=True)
            for block in blocks
            for kind in order or kinds
        ]
        return Columns(tuple(columns))
    known = _with_bases(order or kinds, groups, bases, based, is_spread)
    if order is None:
        return Columns((*known, UNKNOWN))
    return _with_others(known, words, printed, headers)


def _rows(printed: Sequence[_Printed], words: Sequence[Word]) -> dict[Kind, int]:
    """For each measure the row in which it stands with most others: 合计 below 基本支出 is both."""
    places = {(header.kind, words[header.place].row) for header in printed}
    counted = Counter(row for _, row in places)
    return {
        kind: max((row for other, row in places if other == kind), key=lambda r: (counted[r], -r))
        for kind, _ in places
    }


def _blocks(texts: Sequence[str], headers: Headers) -> list[str | None]:
    """The value bases that are named in order, None for another year's."""
    return [headers.bases.get(t) for t in texts if t in headers.bases or t == COMPARISON]


def _printed(
    words: Sequence[Word],
    headers: Headers,
    bases: Sequence[str],
    based: Sequence[str],
    blocks: int,
) -> list[_Printed]:
    texts = [word.text for word in words]
    # 预算数 over 合计 and 基本支出 is no column: one only where nothing else says its measure.
    plain = [text for text in texts if text not in headers.bases]
    measured = {m.measure for text in plain for m in _meanings_in(texts, headers.known(text))}
    # Where all measures are printed once for each basis, so are the words that say them.
    repeats = len(bases) if len(bases) > 1 and len(based) == len(bases) else 1
    counts = Counter(texts)
    printed: list[_Printed] = []
    used: Counter[str] = Counter()
    for place, word in enumerate(words):
        meanings = _meanings_in(texts, headers.known(word.text))
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
            under = place if meaning.under is None else _above(texts, meaning.under)
            kind = (meaning.measure, meaning.fund)
            printed.append(_Printed(place, word.row, under, kind, under != place))
    return _below_spanning(words, printed, headers)


def _may_head(text: str, headers: Headers) -> bool:
    """Whether a word says what a column measures, or that it is another's."""
    return any(m.role in ("measure", "other") and m.under != "^" for m in headers.known(text))


def _alone(meanings: Sequence[Meaning]) -> list[Meaning]:
    """What a word means only where no other says a measure (`^` in the seed): 预算, 决算数."""
    return [replace(m, under=None) for m in meanings if m.under == "^"]


def _is_said(
    meaning: Meaning, word: Word, printed: Sequence[_Printed], words: Sequence[Word]
) -> bool:
    """Whether a header of a higher level, of another name, means the same."""
    kind = (meaning.measure, meaning.fund)
    return meaning.under is None and any(
        h.kind == kind and h.row < word.row and words[h.read].text != word.text for h in printed
    )


def _above(texts: Sequence[str], under: str) -> int:
    return next(n for n, text in enumerate(texts) if under in text)


def _meanings_in(texts: Sequence[str], meanings: Sequence[Meaning]) -> list[Meaning]:
    """What a word may mean here: by itself, then below others in the order of their headers."""
    bare = [m for m in meanings if m.role == "measure" and m.under is None]
    below = [
        (place, meaning)
        for meaning in meanings
        if meaning.role == "measure" and meaning.under is not None
        for place in [next((n for n, text in enumerate(texts) if meaning.under in text), None)]
        if place is not None
    ]
    return bare + [meaning for _, meaning in sorted(below, key=lambda found: found[0])]


def _free(words: Sequence[Word], printed: Sequence[_Printed], headers: Headers) -> list[_Printed]:
    """The headers that stand below others, and below none that they are known to stand below."""
    upper = [h.row for h in printed]
    upper += [word.row for word in words if _is_outside(word, headers)]
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
    words: Sequence[Word], printed: Sequence[_Printed], headers: Headers
) -> list[_Printed]:
    """The headers; those of one row that are below no known others are below the one that spans.

    三公经费预算数 | 机关运行经费预算数 above 合计, 因公出国(境)费: 合计 is left of 机关运行经费.
    """
    free = _free(words, printed, headers)
    taken = {header.place for header in printed}
    beside = {h.row for h in printed} | {w.row for w in words if _is_outside(w, headers)}
    spanning = [
        place
        for place, word in enumerate(words)
        if (word.text in headers.spanning or word.text in headers.bases)
        and place not in taken
        and word.row in beside
        and not headers.has_role(word.text, "key")
    ]
    if len(spanning) != 1 or len({header.row for header in free}) != 1:
        return list(printed)
    [place] = spanning
    return [
        replace(h, place=place) if h in free and words[place].row < h.row else h for h in printed
    ]


def _is_unknown(word: Word, headers: Headers) -> bool:
    # One character may be a part of a header that was torn.
    return len(word.text) > 1 and not (
        word.text == COMPARISON
        or word.text in headers.meanings
        or word.text in headers.spanning
        or word.text in headers.bases
    )


def _is_outside(word: Word, headers: Headers) -> bool:
    meanings = headers.known(word.text)
    return word.text == COMPARISON or any(m.role == "other" and m.under is None for m in meanings)


def _with_bases(
    kinds: Sequence[Kind],
    groups: Sequence[int] | None,
    bases: Sequence[str],
    based: Sequence[str],
    is_spread: bool,
) -> list[Column]:
    """The columns of measures on bases; `groups` of the measures say which of them are in order.

    年初预算数 | 决算数: the same amount on several. 预算数 and 决算数 over the same measures: those
    of one basis stand together; below each measure: those of one measure do.
    """
    if len(bases) <= 1:
        basis = bases[0] if bases else None
        grouped: Sequence[int | None] = groups or [None] * len(kinds)
        return [Column(*kind, basis, g) for kind, g in zip(kinds, grouped, strict=True)]
    group = groups[0] if groups and len(set(groups)) == 1 else None
    if len(kinds) == 1 or is_spread:
        return [Column(*kind, basis, group) for basis in bases for kind in kinds]
    if len(based) < len(kinds) * len(bases):
        return [Column(*kind) for kind in kinds]
    return [Column(*kind, basis, group) for kind in kinds for basis in bases]


def _with_others(
    known: Sequence[Column],
    words: Sequence[Word],
    printed: Sequence[_Printed],
    headers: Headers,
) -> Columns:
    """The columns with those that are no fact's, and those that nobody knows, in their places."""
    rows = {words[header.place].row for header in printed}
    others = [
        (place, word)
        for place, word in enumerate(words)
        if _is_outside(word, headers)
        or (_is_unknown(word, headers) and not _spans_all(word, words, rows, headers))
    ]
    is_free = bool(_free(words, printed, headers))
    put: list[tuple[int, Column]] = []
    for place, word in others:
        outside = _is_outside(word, headers)
        at, group = _gap(place, words, known, printed)
        # It heads one column if nothing is left below that it might span.
        is_one = not is_free and all(w.row <= word.row for _, w in others)
        several = not outside or group is None or not is_one
        column = Column(None, group=group, outside=outside, several=several)
        if group is not None or all(c != column for _, c in put):
            put.append((at, column))
    columns: list[Column] = []
    for at in range(len(known) + 1):
        columns += [column for where, column in put if where == at]
        columns += known[at : at + 1]
    return Columns(tuple(columns))


def _spans_all(word: Word, words: Sequence[Word], rows: set[int], headers: Headers) -> bool:
    """Whether all columns stand below a word: nothing else beside it may span them."""
    beside = [other for other in words if other.row == word.row and other is not word]
    return word.row < min(rows, default=word.row) and not any(
        other.text in headers.spanning
        or other.text in headers.bases
        or other.text == COMPARISON
        or _is_unknown(other, headers)
        for other in beside
    )


def _gap(
    place: int, words: Sequence[Word], known: Sequence[Column], printed: Sequence[_Printed]
) -> tuple[int, int | None]:
    """Before which of the known columns another stands, and their group: those of its row tell.

    At the end, and without a group, if they don't.
    """
    order: dict[Kind, list[int]] = defaultdict(list)
    for number, column in enumerate(known):
        order[column.measure, column.fund].append(number)
    beside = [h for h in printed if words[h.place].row == words[place].row and h.kind in order]
    before = {h.kind for h in beside if h.place < place}
    after = {h.kind for h in beside if h.place > place}
    left = [number for kind in before for number in order[kind]]
    right = [number for kind in after for number in order[kind]]
    groups = {known[number].group for number in (*left, *right)}
    nowhere = (len(known), None)
    if len(groups) != 1 or (before & after):
        return nowhere
    [group] = groups
    if right:
        return (min(right), group) if not left or max(left) < min(right) else nowhere
    at = max(left) + 1
    rows = {h.kind: words[h.place].row for h in printed}
    while at < len(known) and rows[known[at].measure, known[at].fund] > words[place].row:
        at += 1
    return at, group
