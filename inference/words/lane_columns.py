"""Which columns do the headers of one list name, and in which order do they stand?

A header that is no fact's, or that nobody knows, keeps its place between those of its row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from inference.words.header_kinds import (
    BY_ROW,
    Printed,
    free,
    is_outside,
    is_unknown,
    printed_headers,
    repeated_kinds,
)
from inference.words.header_order import Kind, column_order, order_groups
from inference.words.headers import COMPARISON, UNKNOWN, Column, Columns, Headers, Word


def columns_of(words: Sequence[Word], headers: Headers) -> Columns:
    """The columns of one lane, from its headers in reading order."""
    texts = [word.text for word in words]
    blocks = _blocks(texts, headers)
    based = [block for block in blocks if block is not None]
    bases = list(dict.fromkeys(based))
    printed = printed_headers(words, headers, bases, based, len(blocks) if None in blocks else 0)
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
    repeated = repeated_kinds(printed, words, times, headers)
    if repeated:
        # 合计, and 小计 below two headers that nobody knows: which of them is the 合计?
        left = [Column(*kind) for kind in kinds if kind not in repeated]
        return Columns((*left, UNKNOWN))
    if len(kinds) > 1:
        kinds = [kind for kind in kinds if kind != BY_ROW]
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


def _rows(printed: Sequence[Printed], words: Sequence[Word]) -> dict[Kind, int]:
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
    if len(kinds) == 1 or is_spread:
        group = groups[0] if groups and len(set(groups)) == 1 else None
        return [Column(*kind, basis, group) for basis in bases for kind in kinds]
    if len(based) < len(kinds) * len(bases):
        return [Column(*kind) for kind in kinds]
    return [
        Column(*kind, basis, groups[n] if groups else None)
        for n, kind in enumerate(kinds)
        for basis in bases
    ]


def _with_others(
    known: Sequence[Column],
    words: Sequence[Word],
    printed: Sequence[Printed],
    headers: Headers,
) -> Columns:
    """The columns with those that are no fact's, and those that nobody knows, in their places."""
    rows = {words[header.place].row for header in printed}
    silent = _silent(words, printed, headers)
    others = [
        (place, word)
        for place, word in enumerate(words)
        if is_outside(word, headers)
        or (
            (is_unknown(word, headers) or place in silent)
            and not _spans_all(word, words, rows, headers)
        )
    ]
    is_free = bool(free(words, printed, headers))
    put: list[tuple[int, Column]] = []
    for place, word in others:
        outside = is_outside(word, headers) or silent.get(place, False)
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


def _silent(words: Sequence[Word], printed: Sequence[Printed], headers: Headers) -> dict[int, bool]:
    """The headers that mean something only below others that aren't there; whether no fact's."""
    read = {header.read for header in printed}
    roles = {n: {m.role for m in headers.known(word.text)} for n, word in enumerate(words)}
    return {
        place: found == {"other"}
        for place, found in roles.items()
        if found
        and found <= {"measure", "other"}
        and place not in read
        and words[place].text not in headers.spanning
        and words[place].text not in headers.bases
    }


def _spans_all(word: Word, words: Sequence[Word], rows: set[int], headers: Headers) -> bool:
    """Whether all columns stand below a word: nothing else beside it may span them."""
    beside = [other for other in words if other.row == word.row and other is not word]
    return word.row < min(rows, default=word.row) and not any(
        other.text in headers.spanning
        or other.text in headers.bases
        or other.text == COMPARISON
        or is_unknown(other, headers)
        for other in beside
    )


def _gap(
    place: int, words: Sequence[Word], known: Sequence[Column], printed: Sequence[Printed]
) -> tuple[int, int | None]:
    """Before which of the known columns another stands, and their group: those of its row tell.

    At the end, and without a group, if they don't.
    """
    order: dict[Kind, list[int]] = defaultdict(list)
    for number, column in enumerate(known):
        order[column.measure, column.fund].append(number)
    row = words[place].row
    # 金额 stands in its own row and where 事业收入 does, a row above.
    beside = [
        (at, header.kind)
        for header in printed
        for at in ({header.read, header.place} if header.is_sure else {header.place})
        if words[at].row == row and header.kind in order
    ]
    before = {kind for at, kind in beside if at < place}
    after = {kind for at, kind in beside if at > place}
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
    while at < len(known) and rows[known[at].measure, known[at].fund] > row:
        at += 1
    return at, group
