"""In which order do the columns stand whose headers were read level by level?

Headers of several levels are read row by row: 合计 基本支出 项目支出 小计 人员经费 公用经费 stand
above the columns 合计, 基本支出 (小计), 人员经费, 公用经费, 项目支出. A header that spans others
has a column of its own only if a 小计 stands among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Kind = tuple[str | None, str | None]


def column_order(
    kinds: Sequence[Kind], subtotals: int, parts: Mapping[str, Collection[str]]
) -> list[Kind] | None:
    """The columns from left to right, from the kinds (measure, fund) as their headers are read.

    `subtotals` is how many headers say of columns named before that they are there (小计), `parts`
    the measures that each measure's header spans. None if both readings are possible.
    """
    torn = [
        kind
        for place, kind in enumerate(kinds)
        if any(_is_part(other, kind, parts) for other in kinds[place + 1 :])
        and not (place + 1 < len(kinds) and _is_part(kinds[place + 1], kind, parts))
    ]
    order = _in_tree(kinds, parts)
    if len(torn) <= subtotals:
        return order
    return [kind for kind in order if kind not in torn] if not subtotals else None


def _is_part(kind: Kind, whole: Kind, parts: Mapping[str, Collection[str]]) -> bool:
    return kind[0] in parts.get(whole[0] or "", ())


def _in_tree(kinds: Sequence[Kind], parts: Mapping[str, Collection[str]]) -> list[Kind]:
    """Each kind followed by those of its parts that are read after it, in that order."""
    order: list[Kind] = []

    def put(place: int) -> None:
        if kinds[place] not in order:
            order.append(kinds[place])
            for later in range(place + 1, len(kinds)):
                if _is_part(kinds[later], kinds[place], parts):
                    put(later)

    for place, kind in enumerate(kinds):
        if not any(_is_part(kind, whole, parts) for whole in kinds[:place]):
            put(place)
    return order


def order_groups(
    order: Sequence[Kind], rows: Mapping[Kind, int], parts: Mapping[str, Collection[str]]
) -> list[int]:
    """For each column, a number that it shares with those from which its order is known.

    `rows` says in which row of the headers each stands. What stands in one row is read from left to
    right; parts stand where their whole does, if they stand in one row.
    """
    groups: dict[Kind, int] = {}
    for kind in order:
        wholes = [other for other in groups if _is_part(kind, other, parts)]
        if not wholes:
            groups[kind] = rows[kind]
            continue
        # The whole that is nearest: 公务用车购置费 is a part of 公务用车购置及运行费 and of 合计.
        whole = max(wholes, key=lambda w: sum(_is_part(w, other, parts) for other in order))
        siblings = [other for other in order if _is_part(other, whole, parts)]
        together = len({rows[sibling] for sibling in siblings}) == 1
        beside = rows[kind] == rows[whole]
        groups[kind] = groups[whole] if together or beside else len(groups) - len(order)
    return [groups[kind] for kind in order]
