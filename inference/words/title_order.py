"""Which title do the rows of a form belong to, where a text doesn't print it above them?

Text in the order in which a page's parts were drawn may print a form's rows before its title. What
the rows are decides: lines of two lists of items, of functions or of economic classes, whose sums
are their total. Rows that no title can claim so are no known form's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.words.row_blocks import Block, adds_up, blocks_of
from inference.words.row_kinds import PrintedRow, RowKind

Claim = tuple[Block, ...]
_FEW = 3  # rows: fewer may be something else
_HEAD = 5  # rows above a block that may head its columns
_MANY = 256  # ways to give blocks to titles
_KEYS = {"item": RowKind.ITEM, "function": RowKind.FUNCTION, "economic": RowKind.ECONOMIC}


@dataclass(frozen=True, slots=True)
class Order:
    """The rows in the order of forms, those that begin what no title claims, and heads apart.

    `apart` are rows of heads that stand away from the title: in which order, isn't known.
    """

    rows: tuple[int, ...]
    boundaries: frozenset[int]
    apart: frozenset[int]


def order_of(rows: Sequence[PrintedRow]) -> Order | None:
    """The order of a document's rows; nothing, where each title stands above its rows."""
    titles = _titles(rows)
    gaps = _gaps(rows, titles)
    foreign = [_foreign(rows[title], gap) for title, gap in zip(titles, gaps[1:], strict=True)]
    cuts = frozenset(block.rows[0] for block in foreign if block)
    if (cuts or _is_upside_down(gaps)) and not any(row.is_grid for row in rows):
        claims = _claims(rows, titles, gaps)
        if any(claim[0].rows[0] < title for title, claim in claims.items()):
            return _reordered(rows, titles, claims)
    return Order(tuple(range(len(rows))), cuts, frozenset()) if cuts else None


def _is_upside_down(gaps: Sequence[Sequence[Block]]) -> bool:
    """Whether rows stand above the first title and none below the last."""
    return len(gaps) > 1 and not gaps[-1] and any(len(block.rows) >= _FEW for block in gaps[0][-1:])


def _titles(rows: Sequence[PrintedRow]) -> list[int]:
    """The rows of titles, but for those of a list of contents: one after the other."""
    places = [place for place, row in enumerate(rows) if row.is_title]
    listed: set[int] = set()
    for run in zip(places, places[1:], places[2:], strict=False):
        if all(b - a <= 2 for a, b in pairwise(run)):
            listed |= {*run}
    return [place for place in places if place not in listed]


def _gaps(rows: Sequence[PrintedRow], titles: Sequence[int]) -> list[list[Block]]:
    """The blocks above the first title, and below each."""
    ends = [*titles, len(rows)]
    starts = [-1, *titles]
    return [blocks_of(rows, start + 1, end) for start, end in zip(starts, ends, strict=True)]


def _foreign(title: PrintedRow, gap: Sequence[Block]) -> Block | None:
    """The first block below a title that can't be of its form, beside others or in its stead."""
    own = _KEYS.get(title.line_key or "")
    if own is RowKind.ITEM:
        return next((block for block in gap if block.is_deep), None)
    kinds = [block.kind for block in gap if len(block.rows) >= _FEW]
    if own is None or own not in kinds:
        return None
    # A cross table goes from one kind to the other and back.
    others = [
        block
        for block in gap
        if block.kind not in (own, RowKind.PLAIN)
        and len(block.rows) >= _FEW
        and kinds.count(block.kind) == 1
    ]
    return others[0] if others else None


def _claims(
    rows: Sequence[PrintedRow], titles: Sequence[int], gaps: Sequence[Sequence[Block]]
) -> dict[int, Claim]:
    """The blocks of each title, in whatever way most titles have blocks that add up."""
    best: list[dict[int, Claim]] = [{}]
    for number, title in enumerate(titles):
        options = _options(rows[title], gaps[number], gaps[number + 1])
        found = list(best)
        for taken in best:
            used = {id(block) for claim in taken.values() for block in claim}
            found += [
                {**taken, title: claim}
                for claim in options
                if not any(id(block) in used for block in claim)
            ]
        # Those that have two titles fewer can't catch up: only the next title is in the way.
        most = max(map(len, found))
        best = [taken for taken in found if len(taken) >= most - 1][:_MANY]
    most = max(map(len, best))
    best = [taken for taken in best if len(taken) == most]
    return {
        title: claim
        for title, claim in best[0].items()
        if all(
            [id(b) for b in other.get(title, ())] == [id(b) for b in claim] for other in best[1:]
        )
    }


def _options(title: PrintedRow, above: Sequence[Block], below: Sequence[Block]) -> list[Claim]:
    own = _KEYS.get(title.line_key or "")
    before = [block for block in above[-1:] if block.kind is own]
    after = [block for block in below[:1] if block.kind is own]
    if before and after and _goes_on(before[0], after[0]) and adds_up((*before, *after)):
        return [(*before, *after)]
    return [(block,) for block in (*before, *after) if adds_up([block])]


def _goes_on(above: Block, below: Block) -> bool:
    """Whether the title stands between two pages of its form."""
    return bool(above.codes and below.codes) and above.codes[-1] < below.codes[0]


def _reordered(
    rows: Sequence[PrintedRow], titles: Sequence[int], claims: Mapping[int, Claim]
) -> Order:
    claimed = {
        title: [place for block in claim for place in _lines(rows, block)]
        for title, claim in claims.items()
    }
    below = {title: _below(rows, title) for title in titles}
    taken = {*titles, *(place for places in below.values() for place in places)}
    apart = {
        title: [place for block in claim for place in _above(rows, block, taken)]
        for title, claim in claims.items()
    }
    heads = {title: _once(rows, below[title]) + apart[title] for title in claims}
    moved = {place for places in (*claimed.values(), *heads.values()) for place in places}
    order: list[int] = []
    boundaries: set[int] = set()
    is_closed = True
    for place in range(len(rows)):
        if place in claims:
            order += [place, *heads[place], *claimed[place]]
            is_closed = False
        elif place not in moved:
            # Below a title that has no rows, and behind those of one that has them, is no form.
            if not is_closed and not rows[place].is_title:
                boundaries.add(place)
            is_closed = not rows[place].is_title
            order.append(place)
    away = frozenset(place for places in apart.values() for place in places)
    return Order(tuple(order), frozenset(boundaries), away)


def _lines(rows: Sequence[PrintedRow], block: Block) -> list[int]:
    """The rows of a block; figures alone stand behind the total's name or are left out."""
    lines: list[int] = []
    for place in range(block.rows[0], block.rows[-1] + 1):
        if not rows[place].is_bare:
            lines.append(place)
        elif place + 1 < len(rows) and rows[place + 1].is_total:
            lines += [place + 1, place]
        elif rows[place - 1].is_total:
            lines.append(place)
    return list(dict.fromkeys(lines))


def _below(rows: Sequence[PrintedRow], title: int) -> list[int]:
    """The rows without figures below a title."""
    below: list[int] = []
    for place in range(title + 1, len(rows)):
        row = rows[place]
        if row.kind is not None or row.is_title or row.is_boundary:
            break
        below.append(place)
    return below


def _once(rows: Sequence[PrintedRow], places: Sequence[int]) -> list[int]:
    """The rows of a head, but for those that another page prints again."""
    texts = [rows[place].text for place in places]
    for size in range(len(texts) // 2, 1, -1):
        before = texts[:-size]
        if any(before[n : n + size] == texts[-size:] for n in range(len(before) - size + 1)):
            return list(places[:-size])
    return list(places)


def _above(rows: Sequence[PrintedRow], block: Block, taken: Collection[int]) -> list[int]:
    """The rows without figures that stand above a block and below no title."""
    above: list[int] = []
    for place in range(block.rows[0] - 1, max(-1, block.rows[0] - 1 - _HEAD), -1):
        row = rows[place]
        if place in taken or row.kind is not None or row.is_boundary or row.is_sentence:
            break
        above.insert(0, place)
    return above
