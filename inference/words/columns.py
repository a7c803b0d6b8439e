"""Which columns does a form in lines of words have?

Its headers were torn like its lines: the words of one level stand before those of the next. So only
what is named is sure, and the order only of what stands in one row: whether 机关运行经费, a row
above 合计 and 公务接待费, is left or right of them, no one can say. A column that nobody knows (a
number below the headers too many, words that no seed lists) is a column all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pyarrow as pa

from inference.words.headers import COMPARISON, UNKNOWN, Column, Columns, Headers, Meaning, Word
from inference.words.lane_columns import columns_of
from inference.words.segment import Piece, segment
from inference.words.torn_words import mended

# 单价(万元) is a 单价.
_UNITS = frozenset(f"({unit})" for unit in ("元", "百元", "千元", "万元", "百万元", "亿元"))
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
        "is_outside": pa.bool_(),
        "is_several": pa.bool_(),
        "column_count": pa.int32(),
        "is_by_unit": pa.bool_(),
    }
)


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
    words: Sequence[Word],
    numbering: Sequence[Numbering],
    headers: Headers,
    *,
    has_lanes: bool,
    is_by_item: bool,
) -> list[Columns]:
    """The columns of each lane of a form, from its headers in reading order (`_pieces`).

    Lists that stand side by side (`has_lanes`) each begin with a key's header, and have a numbering
    each. Of a form by item the first lane is income, all others are expenditure and count as one;
    of another form all count as one. Without a known measure a form has no columns.
    """
    lanes = _lanes(words, headers, has_lanes, is_by_item)
    if not is_by_item:
        lanes = _without_levels(lanes, headers)
    found = [columns_of(lane, headers) for lane in lanes]
    found = [lane for lane in found if any(_is_known(column) for column in lane.columns)]
    if len(numbering) == len(found):
        found = [_complete(lane, row) for lane, row in zip(found, numbering, strict=True)]
    if is_by_item and len(found) > 1:
        found = [found[0], _merged(found[1:])]
    elif found:
        found = [_merged(found)]
    return found


def _merged(lanes: Sequence[Columns]) -> Columns:
    """What lanes of the same kind have in common: their columns, or all of them in no order."""
    if all(lane == lanes[0] for lane in lanes):
        return lanes[0]
    columns = (
        replace(c, group=None, several=not _is_known(c)) for lane in lanes for c in lane.columns
    )
    return Columns(tuple(dict.fromkeys(columns)))


def _pieces(words: Sequence[Word], headers: Headers) -> list[Word]:
    """The headers' wordings, what is unknown as it is.

    They go on from row to row in reading order, or below each other: whichever makes more sense.
    """
    known = {*headers.meanings, *headers.bases, *headers.spanning, COMPARISON, *_UNITS}
    read, below = (_cut(found, known) for found in (words, _mended(words, known)))
    return min(
        read, below, key=lambda found: sum(len(w.text) for w in found if w.text not in known)
    )


def _cut(words: Sequence[Word], known: Collection[str]) -> list[Word]:
    text = "".join(word.text for word in words)
    rows: list[int] = []
    ends: set[int] = set()
    for word in words:
        rows += [word.row] * len(word.text)
        ends.add(len(rows))
    pieces = segment(text, known, range(len(text)), ends)
    pieces = [piece for piece in _whole(pieces, ends) if piece.name not in _UNITS]
    return [
        Word(piece.name or text[piece.start : piece.end], rows[piece.start]) for piece in pieces
    ]


def _mended(words: Sequence[Word], known: Collection[str]) -> list[Word]:
    """The words, those that are printed in parts below each other put together."""
    rows = [(row, list(group)) for row, group in groupby(words, key=lambda word: word.row)]
    texts = mended([[word.text for word in group] for _, group in rows], known)
    return [Word(text, row) for (row, _), found in zip(rows, texts, strict=True) for text in found]


def _whole(pieces: Sequence[Piece], ends: Collection[int]) -> list[Piece]:
    """The pieces, those of a word that is not known put together: 当年财政拨|款|安排."""
    whole: list[Piece] = []
    for piece in pieces:
        before = whole[-1] if whole and piece.start not in ends else None
        short = before is not None and min(_size(before), _size(piece)) <= 2
        if before is not None and short and not (before.name and piece.name):
            whole[-1] = Piece(before.start, piece.end, None)
        else:
            whole.append(piece)
    return whole


def _size(piece: Piece) -> int:
    return piece.end - piece.start


def _lanes(
    words: Sequence[Word], headers: Headers, has_lanes: bool, is_by_item: bool
) -> list[list[Word]]:
    lanes: list[list[Word]] = [[]]
    for word in words:
        if (
            has_lanes
            and headers.has_role(word.text, "key")
            and any(headers.has_role(other.text, "measure") for other in lanes[-1])
        ):
            lanes.append([])
        lanes[-1].append(word)
    if len(lanes) > 1:
        # What stands above all lists, before the first key, heads no column: 人员经费 | 公用经费.
        first = [n for n, word in enumerate(lanes[0]) if headers.has_role(word.text, "key")]
        above, lanes[0] = (lanes[0][: first[0]], lanes[0][first[0] :]) if first else (lanes[0], [])
        lanes = [lane for lane in lanes if lane]
        if is_by_item and len(lanes) == 2:
            # 一般公共预算财政拨款, broken around the row of the keys: the right list has funds.
            lanes[1] = [*(word for word in above if _is_of_fund(word, headers)), *lanes[1]]
    return lanes


def _is_of_fund(word: Word, headers: Headers) -> bool:
    return any(meaning.fund for meaning in headers.known(word.text))


def _without_levels(lanes: Sequence[list[Word]], headers: Headers) -> list[list[Word]]:
    """The lanes, but for those that stand wholly above the next: levels of the same headers.

    So does one of keys alone: 类 款 项.
    """
    joined: list[list[Word]] = []
    for lane in lanes:
        keys_only = all(headers.has_role(word.text, "key") for word in lane)
        is_level = joined and len(joined[-1]) > 1 and joined[-1][-1].row < lane[0].row
        if joined and (
            keys_only or (is_level and len(lanes) == 2 + _ends_with_keys(lanes, headers))
        ):
            joined[-1] += lane
        else:
            joined.append(list(lane))
    return joined


def _ends_with_keys(lanes: Sequence[list[Word]], headers: Headers) -> bool:
    return all(headers.has_role(word.text, "key") for word in lanes[-1])


def _is_known(column: Column) -> bool:
    return not column.several and not column.outside


def _complete(lane: Columns, numbering: Numbering) -> Columns:
    """The columns of a lane, with those that the numbering counts and no header names."""
    known = tuple(column for column in lane.columns if not column.several)
    if numbering.fits(len(known)) and (len(known) == len(lane.columns) or numbering.labelled):
        # All are there: what wasn't understood is no column.
        return Columns(known)
    return Columns((*(replace(column, group=None) for column in known), UNKNOWN))


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
        is_other = any(cell["is_other_classification"] for cell in printed)
        if is_other and form["line_key"] != "economic":
            # Its names may be those of the other lists: without cells only codes tell them apart.
            continue
        statement = form["statement"]
        headers = Headers(_meanings(kept, statement), bases, parts, spanning)
        words = _pieces(_once(_words(printed), headers), headers)
        lanes = read_columns(
            words,
            _numberings(c["compact_text"] for c in printed if c["row_kind"] == "numbering"),
            headers,
            has_lanes=form["has_lanes"],
            is_by_item=form["line_key"] == "item",
        )
        is_by_unit = _is_by_unit(words, headers)
        if _is_torn(printed, headers):
            lanes = [
                Columns(tuple(replace(column, group=None) for column in lane.columns))
                for lane in lanes
            ]
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
                    "order_group": column.group,
                    "is_ordered": lane.is_ordered,
                    "is_outside": column.outside,
                    "is_several": column.several,
                    "column_count": len(lane.columns),
                    "is_by_unit": is_by_unit,
                }


def _is_torn(cells: Iterable[Mapping[str, Any]], headers: Headers) -> bool:
    """Whether heads stand away from the others: nobody knows between which."""
    return any(c["is_apart"] and headers.has_role(c["compact_text"], "measure") for c in cells)


def _meanings(aliases: Iterable[Mapping[str, Any]], statement: str) -> dict[str, list[Meaning]]:
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    for alias in aliases:
        if alias["statement"] in ("*", statement):
            meanings[alias["alias"]].append(
                Meaning(alias["role"], alias["measure"], alias["fund"], alias["under"])
            )
    return meanings


def _words(cells: Iterable[Mapping[str, Any]]) -> list[Word]:
    """The words of the headers; one that compares with another year says no measure."""
    return [
        Word(COMPARISON if cell["is_comparison"] else cell["compact_text"], cell["position"])
        for cell in cells
        if cell["row_kind"] == "header"
    ]


def _once(words: Sequence[Word], headers: Headers) -> list[Word]:
    """The words, those of a page's headers left out that the next page prints again.

    Such headers begin with keys; 小计 and its parts are printed once for 预算数 and for 决算数.
    """
    rows = [list(group) for _, group in groupby(words, key=lambda word: word.row)]
    texts = [[word.text for word in row] for row in rows]
    for size in range(len(rows) // 2, 1, -1):
        again = rows[-size:]
        has_keys = any(headers.has_role(word.text, "key") for row in again for word in row)
        if has_keys and texts[-size:] == texts[-2 * size : -size]:
            return [word for row in rows[:-size] for word in row]
    return list(words)


def _is_by_unit(words: Iterable[Word], headers: Headers) -> bool:
    """Whether the headers name units and no codes of a classification."""
    roles = {meaning.role for word in words for meaning in headers.known(word.text)}
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
