"""Which columns does a form in lines of words have?

Its headers were torn like its lines: the words of one level stand before those of the next. So only
what is named is sure, the order only where nothing speaks against it, and a column that nobody
knows (a number below the headers too many, words that no seed lists) is a column all the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa

from placement.segment import segment

SCHEMA = pa.schema(
    {
        "form_id": pa.string(),
        "statement": pa.string(),
        "lane": pa.int32(),
        "column_order": pa.int32(),
        "measure": pa.string(),
        "fund": pa.string(),
        "value_basis": pa.string(),
        "is_ordered": pa.bool_(),
        "column_count": pa.int32(),
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says: the role of its column; `under` which other header it says so."""

    role: str
    measure: str | None
    fund: str | None
    under: str | None


@dataclass(frozen=True, slots=True)
class Headers:
    """What headers of one statement may be called, and the usual order of its measures."""

    meanings: Mapping[str, Sequence[Meaning]]
    bases: Mapping[str, str]
    order: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form; `measure` None: one or more columns whose meaning is not known."""

    measure: str | None
    fund: str | None = None
    value_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one lane, from left to right if `is_ordered`."""

    columns: tuple[Column, ...]
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class Numbering:
    """The column numbers below the headers of a lane; `labelled`: 栏次 stands before them."""

    numbers: tuple[int, ...]
    labelled: bool

    def fits(self, count: int) -> bool:
        """Whether so many amount columns may be numbered so: code and name may be, too."""
        keys = 0 if self.labelled or self.numbers[0] > 1 else 2
        return count <= len(self.numbers) <= count + keys


def read_columns(
    words: Sequence[str],
    numbering: Sequence[Numbering],
    headers: Headers,
    *,
    has_lanes: bool,
    is_by_item: bool,
) -> list[Columns]:
    """The columns of each lane of a form, from the words of its headers in reading order.

    Lists that stand side by side (`has_lanes`) each begin with a key's header, and have a numbering
    each. Of a form by item the first lane is income, all others are expenditure and count as one;
    of another form all count as one. Without a known measure a form has no columns.
    """
    lanes = _lanes(_pieces(words, headers), headers, has_lanes)
    found = [_columns(lane, headers) for lane in lanes]
    found = [lane for lane in found if any(column.measure for column in lane.columns)]
    if len(numbering) == len(found):
        found = [_complete(lane, row) for lane, row in zip(found, numbering, strict=True)]
    if is_by_item and len(found) > 1:
        found = [found[0], _merged(found[1:])]
    elif found:
        found = [_merged(found)]
    return [
        Columns(lane.columns, lane.is_ordered and Column(None) not in lane.columns)
        for lane in found
    ]


def _merged(lanes: Sequence[Columns]) -> Columns:
    """What lanes of the same kind have in common: their columns, or all of them in no order."""
    if all(lane == lanes[0] for lane in lanes):
        return lanes[0]
    return Columns(tuple(dict.fromkeys(c for lane in lanes for c in lane.columns)), False)


def _pieces(words: Sequence[str], headers: Headers) -> list[str]:
    """The headers' wordings in reading order; what is unknown stands as it is."""
    text = "".join(words)
    known = headers.meanings.keys() | headers.bases.keys()
    pieces = segment(text, known, range(len(text)))
    return [piece.name or text[piece.start : piece.end] for piece in pieces]


def _lanes(pieces: Sequence[str], headers: Headers, has_lanes: bool) -> list[list[str]]:
    lanes: list[list[str]] = [[]]
    for piece in pieces:
        if (
            has_lanes
            and _is_key(piece, headers)
            and any(_may_measure(p, headers) for p in lanes[-1])
        ):
            lanes.append([])
        lanes[-1].append(piece)
    if len(lanes) > 1:
        # What stands above all lists, before the first key, heads no column: 人员经费 | 公用经费.
        first = [place for place, piece in enumerate(lanes[0]) if _is_key(piece, headers)]
        lanes[0] = lanes[0][first[0] :] if first else []
    return lanes


def _is_key(piece: str, headers: Headers) -> bool:
    return any(meaning.role == "key" for meaning in headers.meanings.get(piece, ()))


def _may_measure(piece: str, headers: Headers) -> bool:
    return any(meaning.role == "measure" for meaning in headers.meanings.get(piece, ()))


def _columns(pieces: Sequence[str], headers: Headers) -> Columns:
    counts = Counter(pieces)
    used: Counter[str] = Counter()
    found: list[Column] = []
    unknown = 0
    bases = list(dict.fromkeys(headers.bases[p] for p in pieces if p in headers.bases))
    repeats = max(len(bases), 1)
    for piece in pieces:
        meanings = headers.meanings.get(piece)
        if meanings is None:
            unknown += piece not in headers.bases and len(piece) > 1
            continue
        measures = [m for m in meanings if m.role == "measure" and _stands(m, counts)]
        # The bare meaning first, then those below other headers, once for each basis.
        measures.sort(key=lambda m: m.under is not None)
        if measures:
            meaning = measures[min(used[piece] // repeats, len(measures) - 1)]
            used[piece] += 1
            found.append(Column(meaning.measure, meaning.fund, headers.bases.get(piece)))
    return _ordered(found, bases, unknown, headers)


def _stands(meaning: Meaning, counts: Counter[str]) -> bool:
    return meaning.under is None or any(meaning.under in piece for piece in counts)


def _ordered(
    found: Sequence[Column], bases: Sequence[str], unknown: int, headers: Headers
) -> Columns:
    kinds = list(dict.fromkeys((column.measure, column.fund) for column in found))
    if len(bases) > 1 and len(kinds) == 1:
        # 年初预算数 | 决算数: the same amount on several bases.
        columns = [Column(*kinds[0], basis) for basis in bases]
        is_ordered = True
    elif len(bases) > 1 and all(n >= len(bases) for n in _times(found).values()):
        # 预算数 and 决算数 over the same measures: those of one basis stand together.
        usual = _usual(kinds, headers)
        columns = [Column(*kind, basis) for basis in bases for kind in usual]
        is_ordered = True
    else:
        basis = bases[0] if len(bases) == 1 else None
        columns = [Column(*kind, basis) for kind in kinds]
        is_ordered = kinds == _usual(kinds, headers) and len(bases) <= 1
    return Columns((*columns, *[Column(None)] * bool(unknown)), is_ordered)


def _times(found: Sequence[Column]) -> Counter[tuple[str | None, str | None]]:
    return Counter((column.measure, column.fund) for column in found)


def _usual(
    kinds: Iterable[tuple[str | None, str | None]], headers: Headers
) -> list[tuple[str | None, str | None]]:
    return sorted(kinds, key=lambda k: (headers.order.get(k[0] or "", 99), k[1] or ""))


def _complete(lane: Columns, numbering: Numbering) -> Columns:
    """The columns of a lane, with those that the numbering counts and no header names."""
    known = tuple(column for column in lane.columns if column.measure)
    if numbering.fits(len(known)) and (len(known) == len(lane.columns) or numbering.labelled):
        return Columns(known, lane.is_ordered or len(known) == 1)
    return Columns((*known, Column(None)), False)


def columns_of_forms(
    cells: Iterable[Mapping[str, Any]],
    aliases: Iterable[Mapping[str, Any]],
    value_bases: Iterable[Mapping[str, Any]],
    statement_measures: Iterable[Mapping[str, Any]],
) -> Iterable[dict[str, Any]]:
    """One record a column for `int_text_column`, from header and numbering cells, form after form.

    The other arguments are the seeds column_headers, value_bases and statement_measures.
    """
    kept = list(aliases)
    orders: dict[str, dict[str, int]] = defaultdict(dict)
    for record in statement_measures:
        orders[record["statement"]][record["measure"]] = record["position"]
    bases = {record["alias"]: record["value_basis"] for record in value_bases}
    for form_id, group in groupby(cells, key=lambda cell: cell["form_id"]):
        printed = list(group)
        form = printed[0]
        statement = form["statement"]
        headers = Headers(_meanings(kept, statement), bases, orders[statement])
        lanes = read_columns(
            [cell["compact_text"] for cell in printed if cell["row_kind"] == "header"],
            _numberings(c["compact_text"] for c in printed if c["row_kind"] == "numbering"),
            headers,
            has_lanes=form["has_lanes"],
            is_by_item=form["line_key"] == "item",
        )
        for number, lane in enumerate(lanes, start=1):
            for order, column in enumerate(lane.columns, start=1):
                yield {
                    "form_id": form_id,
                    "statement": statement,
                    "lane": number,
                    "column_order": order,
                    "measure": column.measure,
                    "fund": column.fund,
                    "value_basis": column.value_basis,
                    "is_ordered": lane.is_ordered,
                    "column_count": len(lane.columns),
                }


def _meanings(aliases: Iterable[Mapping[str, Any]], statement: str) -> dict[str, list[Meaning]]:
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    for alias in aliases:
        if alias["statement"] in ("*", statement):
            meanings[alias["alias"]].append(
                Meaning(alias["role"], alias["measure"], alias["fund"], alias["under"])
            )
    return meanings


def _numberings(cells: Iterable[str]) -> list[Numbering]:
    """The numberings of the lanes: each begins with its label, or there is one."""
    lanes: list[tuple[bool, list[int]]] = []
    for cell in cells:
        if not cell.isdigit():
            if not lanes or lanes[-1][1]:
                lanes.append((True, []))
        elif lanes:
            lanes[-1][1].append(int(cell))
        else:
            lanes.append((False, [int(cell)]))
    return [Numbering(tuple(numbers), labelled) for labelled, numbers in lanes if numbers]
