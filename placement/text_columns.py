"""Which columns does a form in lines of words have?

Its headers were torn like its lines: the words of one level stand before those of the next. So only
what is named is sure, and the order only of what stands in one row: whether 机关运行经费, a row
above 合计 and 公务接待费, is left or right of them, no one can say. A column that nobody knows (a
number below the headers too many, words that no seed lists) is a column all the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

import pyarrow as pa

from placement.header_order import Kind as HeaderKind
from placement.header_order import column_order, order_groups
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
        "order_group": pa.int32(),
        "is_ordered": pa.bool_(),
        "column_count": pa.int32(),
        "is_by_unit": pa.bool_(),
    }
)


_NO_MEASURE = "??"


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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form; `measure` None: one or more columns whose meaning is not known."""

    measure: str | None
    fund: str | None = None
    value_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one lane; those of one of `groups` stand in their order, from left to right.

    Of a column whose group is None, nothing is known of where it stands.
    """

    columns: tuple[Column, ...]
    groups: tuple[int | None, ...]

    @classmethod
    def unordered(cls, columns: Sequence[Column]) -> Columns:
        """Columns in no known order."""
        return cls(tuple(columns), (None,) * len(columns))

    @property
    def is_ordered(self) -> bool:
        """Whether the order of all is known."""
        if Column(None) in self.columns:
            return False
        return len(self.columns) == 1 or (None not in self.groups and len(set(self.groups)) == 1)


@dataclass(frozen=True, slots=True)
class Header:
    """A wording in the headers, and the number of the row in which it begins."""

    text: str
    row: int


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
    rows: Sequence[Sequence[str]],
    numbering: Sequence[Numbering],
    headers: Headers,
    *,
    has_lanes: bool,
    is_by_item: bool,
) -> list[Columns]:
    """The columns of each lane of a form, from the words of its headers, row by row.

    Lists that stand side by side (`has_lanes`) each begin with a key's header, and have a numbering
    each. Of a form by item the first lane is income, all others are expenditure and count as one;
    of another form all count as one. Without a known measure a form has no columns.
    """
    lanes = _lanes(_pieces(rows, headers), headers, has_lanes)
    found = [_columns(lane, headers) for lane in lanes]
    found = [lane for lane in found if any(column.measure for column in lane.columns)]
    if len(numbering) == len(found):
        found = [_complete(lane, row) for lane, row in zip(found, numbering, strict=True)]
    if is_by_item and len(found) > 1:
        found = [found[0], _merged(found[1:])]
    elif found:
        found = [_merged(found)]
    return [
        Columns.unordered(lane.columns) if Column(None) in lane.columns else lane for lane in found
    ]


def _merged(lanes: Sequence[Columns]) -> Columns:
    """What lanes of the same kind have in common: their columns, or all of them in no order."""
    if all(lane == lanes[0] for lane in lanes):
        return lanes[0]
    return Columns.unordered(list(dict.fromkeys(c for lane in lanes for c in lane.columns)))


def _pieces(rows: Sequence[Sequence[str]], headers: Headers) -> list[Header]:
    """The headers' wordings in reading order; what is unknown stands as it is."""
    words = [word for row in rows for word in row]
    text = "".join(words)
    row_of = [number for number, row in enumerate(rows) for word in row for _ in word]
    ends = set(accumulate(map(len, words)))
    known = {*headers.meanings, *headers.bases, *headers.spanning}
    pieces = segment(text, known, range(len(text)), ends)
    return [Header(p.name or text[p.start : p.end], row_of[p.start]) for p in pieces]


def _lanes(pieces: Sequence[Header], headers: Headers, has_lanes: bool) -> list[list[Header]]:
    lanes: list[list[Header]] = [[]]
    for piece in pieces:
        if (
            has_lanes
            and _is_key(piece.text, headers)
            and any(_may_measure(p.text, headers) for p in lanes[-1])
        ):
            lanes.append([])
        lanes[-1].append(piece)
    if len(lanes) > 1:
        # What stands above all lists, before the first key, heads no column: 人员经费 | 公用经费.
        first = [place for place, piece in enumerate(lanes[0]) if _is_key(piece.text, headers)]
        lanes[0] = lanes[0][first[0] :] if first else []
    return lanes


def _is_key(piece: str, headers: Headers) -> bool:
    return any(meaning.role == "key" for meaning in _known(piece, headers))


def _may_measure(piece: str, headers: Headers) -> bool:
    return any(meaning.role == "measure" for meaning in _known(piece, headers))


def _columns(lane: Sequence[Header], headers: Headers) -> Columns:
    pieces = [header.text for header in lane]
    based = [headers.bases[piece] for piece in pieces if piece in headers.bases]
    bases = list(dict.fromkeys(based))
    # 预算数 over 合计 and 基本支出 is no column: one only where nothing else says its measure.
    plain = [piece for piece in pieces if piece not in headers.bases]
    measured = {m.measure for piece in plain for m in _meanings_in(pieces, _known(piece, headers))}
    printed: list[tuple[int, HeaderKind]] = []
    unknown = False
    used: Counter[str] = Counter()
    # Where all measures are printed once for each basis, so are the words that say them.
    repeats = len(bases) if len(bases) > 1 and len(based) == len(bases) else 1
    for place, piece in enumerate(pieces):
        meanings = _meanings_in(pieces, _known(piece, headers))
        if piece in headers.bases:
            meanings = [m for m in meanings if m.measure not in measured]
        elif piece not in headers.meanings and piece not in headers.spanning:
            # One character may be a part of a header that was torn.
            unknown |= len(piece) > 1
        if meanings:
            meaning = meanings[min(used[piece] // repeats, len(meanings) - 1)]
            used[piece] += 1
            printed.append((_place(place, pieces, meaning), (meaning.measure, meaning.fund)))
    # What stands below another header stands where that one does.
    printed.sort(key=lambda header: header[0])
    found = [kind for _, kind in printed]
    kinds = list(dict.fromkeys(found))
    rows = _rows((kind, lane[place].row) for place, kind in printed)
    is_spread = len(bases) > 1 and len(found) >= len(bases) * len(kinds)
    subtotals = len(found) - len(kinds) * (len(bases) if is_spread else 1)
    order = column_order(kinds, max(subtotals, 0), headers.parts)
    groups = order_groups(order, rows, headers.parts) if order is not None else None
    columns = _with_bases(order or kinds, groups, bases, based, is_spread)
    if unknown or order is None:
        return Columns((*columns.columns, Column(None)), (*columns.groups, None))
    return columns


def _rows(printed: Iterable[tuple[HeaderKind, int]]) -> dict[HeaderKind, int]:
    """For each measure the row in which it stands with most others: 合计 below 基本支出 is both."""
    places = set(printed)
    counted = Counter(row for _, row in places)
    return {
        kind: max((row for other, row in places if other == kind), key=lambda r: (counted[r], r))
        for kind, _ in places
    }


def _place(place: int, pieces: Sequence[str], meaning: Meaning) -> int:
    under = meaning.under
    if under is None:
        return place
    return next(n for n, piece in enumerate(pieces) if under in piece)


def _with_bases(
    kinds: Sequence[HeaderKind],
    groups: Sequence[int] | None,
    bases: Sequence[str],
    based: Sequence[str],
    is_spread: bool,
) -> Columns:
    """The columns of measures on bases; `groups` of the measures say which of them are in order.

    年初预算数 | 决算数: the same amount on several. 预算数 and 决算数 over the same measures: those
    of one basis stand together; below each measure: those of one measure do.
    """
    if len(bases) <= 1:
        basis = bases[0] if bases else None
        columns = [Column(*kind, basis) for kind in kinds]
        return Columns(tuple(columns), tuple(groups)) if groups else Columns.unordered(columns)
    if len(kinds) == 1 or is_spread:
        columns = [Column(*kind, basis) for basis in bases for kind in kinds]
    else:
        columns = [Column(*kind, basis) for kind in kinds for basis in bases]
        if len(based) < len(columns):
            return Columns.unordered([Column(*kind) for kind in kinds])
    if not groups or len(set(groups)) > 1:
        return Columns.unordered(columns)
    return Columns(tuple(columns), (0,) * len(columns))


def _known(piece: str, headers: Headers) -> Sequence[Meaning]:
    return headers.meanings.get(piece, ())


def _meanings_in(pieces: Sequence[str], meanings: Sequence[Meaning]) -> list[Meaning]:
    """What a word may mean here: by itself, then below others in the order of their headers."""
    bare = [m for m in meanings if m.role == "measure" and m.under is None]
    below = [
        (place, meaning)
        for meaning in meanings
        if meaning.role == "measure" and meaning.under is not None
        for place in [next((n for n, p in enumerate(pieces) if meaning.under in p), None)]
        if place is not None
    ]
    return bare + [meaning for _, meaning in sorted(below, key=lambda found: found[0])]


def _complete(lane: Columns, numbering: Numbering) -> Columns:
    """The columns of a lane, with those that the numbering counts and no header names."""
    known = tuple(column for column in lane.columns if column.measure)
    if numbering.fits(len(known)) and (len(known) == len(lane.columns) or numbering.labelled):
        # All are there: what wasn't understood is no column.
        return Columns(known, lane.groups[: len(known)])
    return Columns.unordered([*known, Column(None)])


def columns_of_forms(
    cells: Iterable[Mapping[str, Any]],
    aliases: Iterable[Mapping[str, Any]],
    value_bases: Iterable[Mapping[str, Any]],
    measure_parts: Iterable[Mapping[str, Any]],
    spanning_headers: Iterable[Mapping[str, Any]],
) -> Iterable[dict[str, Any]]:
    """One record a column for `int_text_column`, from header and numbering cells, form after form.

    The other arguments are the seeds column_headers, value_bases, measure_parts, spanning_headers.
    """
    kept = list(aliases)
    parts: dict[str, set[str]] = defaultdict(set)
    for record in measure_parts:
        parts[record["measure"]].add(record["part"])
    spanning = {record["alias"] for record in spanning_headers}
    bases = {record["alias"]: record["value_basis"] for record in value_bases}
    for form_id, group in groupby(cells, key=lambda cell: cell["form_id"]):
        printed = list(group)
        form = printed[0]
        if any(cell["is_other_classification"] for cell in printed):
            # Its names may be those of the other lists: without cells nothing tells them apart.
            continue
        statement = form["statement"]
        headers = Headers(_meanings(kept, statement), bases, parts, spanning)
        lanes = read_columns(
            _words(printed),
            _numberings(c["compact_text"] for c in printed if c["row_kind"] == "numbering"),
            headers,
            has_lanes=form["has_lanes"],
            is_by_item=form["line_key"] == "item",
        )
        is_by_unit = _is_by_unit(printed, headers)
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
                    "order_group": lane.groups[order - 1],
                    "is_ordered": lane.is_ordered,
                    "column_count": len(lane.columns),
                    "is_by_unit": is_by_unit,
                }


def _meanings(aliases: Iterable[Mapping[str, Any]], statement: str) -> dict[str, list[Meaning]]:
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    for alias in aliases:
        if alias["statement"] in ("*", statement):
            meanings[alias["alias"]].append(
                Meaning(alias["role"], alias["measure"], alias["fund"], alias["under"])
            )
    return meanings


def _words(cells: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """The words of the headers, row by row; one that compares with another year says no measure."""
    headers = (cell for cell in cells if cell["row_kind"] == "header")
    return [
        [_NO_MEASURE if cell["is_comparison"] else cell["compact_text"] for cell in row]
        for _, row in groupby(headers, key=lambda cell: cell["position"])
    ]


def _is_by_unit(cells: Iterable[Mapping[str, Any]], headers: Headers) -> bool:
    """Whether the headers name units and no codes of a classification."""
    words = _words(cells)
    roles = {
        meaning.role for piece in _pieces(words, headers) for meaning in _known(piece.text, headers)
    }
    return bool(roles & {"unit_code", "unit_name"}) and "key" not in roles


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
