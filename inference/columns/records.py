"""From candidates and terms of a build to problems, and from solutions to records.

A solution is kept on disk by its problem: a document is solved again only if something of it, of
its identities or of the solver has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import ROUND_CEILING, Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from inference.columns.misreadings import Reading, Unsure, readings
from inference.columns.problem import Amount, Candidate, Identity, Placement, Problem, Term
from inference.columns.solve import solve
from ingest.kept import clear_others, read_json, write_json
from ingest.version import version_of

SCHEMA = pa.schema(
    {
        "document_id": pa.string(),
        "amount_id": pa.string(),
        "candidate_id": pa.string(),
        "note": pa.string(),
        "reason": pa.string(),
        "candidates": pa.list_(pa.string()),
        "figure_text": pa.string(),
    }
)
# The rows of the candidates and of the terms: of relations amounts (int_printed_amount), candidates
# (int_amount_candidate), operands (int_candidate_operand) and terms (int_placement_term). An amount
# is part of the problem with all its candidates if any is an operand.
CANDIDATES = """
select
    a.document_id, a.form_id, c.amount_id, c.candidate_id, c.measure, c.fund, c.value_basis,
    c.column_order, c.order_group, c.is_outside, c.is_several,
    coalesce(a.figure_order, a.column_number) as figure_order, a.printed_line as line,
    concat_ws('|', c.measure, c.fund, c.value_basis, c.place) as column_key,
    o.amount, o.half_digit, a.is_weak, a.compact_text, c.factor, a.is_unsure,
    coalesce(a.form_id || '|' || o.line_key, c.candidate_id) as line_key,
    a.form_id in (
        select form_id from amounts
        where amount_id not in (select amount_id from operands)
        and coalesce(reason_code, '') not in ('column_out_of_scope', 'line_out_of_scope')
    ) as is_of_incomplete_form
from candidates as c
inner join amounts as a on c.amount_id = a.amount_id
left join operands as o on c.candidate_id = o.line_id
where c.amount_id in (select amount_id from operands)
order by
    a.document_id, a.line_row_id, a.lane, coalesce(a.figure_order, a.column_number), c.amount_id,
    c.column_order, c.candidate_id
"""
TERMS = """
select * from terms
order by document_id, identity_id, statement, group_key, candidate_id, term_side, weight
"""
Record = Mapping[str, Any]
# A solution is the solver's: one of other code, or of another CP-SAT, is none.
_SOLVER = ("networkx", "ortools")
_UNIT = Decimal("0.001")


def placements(
    candidates: Iterable[Record], terms: Iterable[Record], kept: Path, seconds: float
) -> Iterator[dict[str, Any]]:
    """One record for each amount whose column the layout doesn't tell.

    `candidates` are the rows of the candidates that are operands, `terms` those of
    `int_placement_term`, both ordered by document. Solutions are kept below the folder `kept`,
    `seconds` the time that a document may take.
    """
    kept /= f"v{version_of([Path(__file__).parent], _SOLVER)}"
    kept.mkdir(parents=True, exist_ok=True)
    clear_others(kept)
    of_document = {key: list(group) for key, group in groupby(terms, key=_document)}
    for document_id, group in groupby(candidates, key=_document):
        rows = list(group)
        said = of_document.get(document_id, [])
        weak = frozenset(row["form_id"] for row in rows if row["is_weak"])
        problem = Problem(_amounts(rows), _identities(said), weak, _headless(rows, said))
        headers = {row["candidate_id"]: row for row in rows}
        names = _names(rows, said)
        placed = _solved(problem, kept, seconds)
        for placement in placed:
            yield _record(document_id, placement, headers, names)
        movable = {placement.amount_id for placement in placed}
        incomplete = {row["form_id"] for row in rows if row["is_of_incomplete_form"]}
        for reading in readings(problem, _unsure(rows), incomplete):
            if reading.amount_id not in movable:
                yield _figure(document_id, reading, {row["amount_id"]: row for row in rows})


def _document(record: Record) -> str:
    return str(record["document_id"])


def _amounts(rows: Sequence[Record]) -> tuple[Amount, ...]:
    amounts = []
    for amount_id, group in groupby(rows, key=lambda row: row["amount_id"]):
        choices = list(group)
        first = next((row for row in choices if row["amount"] is not None), None)
        if first is None:
            continue
        amounts.append(
            Amount(
                amount_id,
                first["form_id"],
                first["line"],
                first["line_key"],
                first["figure_order"] or 0,
                int((first["amount"] / _UNIT).to_integral_value()),
                max(1, int((first["half_digit"] / _UNIT).to_integral_value(ROUND_CEILING))),
                tuple(
                    Candidate(
                        row["candidate_id"],
                        row["column_key"],
                        row["column_order"],
                        row["order_group"],
                        row["is_several"],
                        row["is_outside"],
                    )
                    for row in choices
                ),
            )
        )
    return tuple(amounts)


def _identities(rows: Sequence[Record]) -> tuple[Identity, ...]:
    identities = []
    for key, group in groupby(rows, key=_place):
        said = list(group)
        terms = tuple(
            Term(row["candidate_id"], row["weight"], row["term_side"] == "left") for row in said
        )
        # Where one side isn't printed at all, nothing can be said.
        if {term.left for term in terms} == {True, False}:
            within_line = said[0]["scope"] in ("line", "fund")
            identities.append(Identity(key[0], said[0]["relation"], terms, within_line))
    return tuple(identities)


def _headless(rows: Iterable[Record], said: Sequence[Record]) -> frozenset[str]:
    """The lines that print parts of a sum and not the sum: a column's header was lost, perhaps."""
    lines = {row["candidate_id"]: row["line"] for row in rows}
    headless = set()
    for _, group in groupby(said, key=_place):
        terms = list(group)
        if terms[0]["scope"] == "line" and {term["term_side"] for term in terms} == {"right"}:
            headless |= {lines[term["candidate_id"]] for term in terms}
    return frozenset(headless)


def _place(record: Record) -> tuple[str, str, str]:
    return record["identity_id"], record["statement"], record["group_key"]


def _names(rows: Iterable[Record], said: Iterable[Record]) -> dict[str, list[str]]:
    """The names of the identities that speak of each candidate, or of a copy of its line."""
    columns = {row["candidate_id"]: (row["line_key"], row["column_key"]) for row in rows}
    names: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in said:
        names[columns[row["candidate_id"]]][row["name_zh"]] = None
    return {c: list(names[column]) for c, column in columns.items() if column in names}


def _solved(problem: Problem, kept: Path, seconds: float) -> list[Placement]:
    is_read = all(len(amount.candidates) == 1 for amount in problem.amounts)
    if is_read and not problem.weak_forms:
        return []
    parts = asdict(problem)
    for name in ("weak_forms", "headless_lines"):
        parts[name] = sorted(parts[name])
    key = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
    file = kept / f"{key}.json"
    found = read_json(file)
    if found is not None:
        return [Placement(**{**p, "candidate_ids": tuple(p["candidate_ids"])}) for p in found]
    solution = solve(problem, seconds)
    if not any(placement.unfinished for placement in solution):
        write_json(file, [asdict(p) for p in solution])
    return solution


def _record(
    document_id: str,
    placement: Placement,
    headers: Mapping[str, Record],
    names: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    possible = placement.candidate_ids
    record: dict[str, Any] = {
        "document_id": document_id,
        "amount_id": placement.amount_id,
        "candidate_id": None,
        "note": None,
        "reason": None,
        "candidates": [_column(headers[candidate]) for candidate in possible],
    }
    [only] = possible if len(possible) == 1 else [None]
    broken = f", but for {placement.breaks} that break anyway" if placement.breaks else ""
    if placement.unfinished:
        record["reason"] = "the identities were not worked out in time (GONGKAI_SOLVE_LIMIT)"
    elif placement.doubtful:
        record["reason"] = "the form breaks its own identities here, and may have been read amiss"
    elif only is None:
        record["reason"] = f"the identities leave {len(possible)} columns"
    elif headers[only]["measure"] is None:
        what = "is none that facts have" if headers[only]["is_outside"] else "nobody knows"
        record["reason"] = f"the identities leave only a column that {what}"
    elif placement.as_others:
        record["candidate_id"] = only
        record["note"] = (
            "of the columns that the identities leave, the one of the lines that they settle: "
            "all lines of the form print as many figures, zeros among them"
        )
    elif only in names:
        record["candidate_id"] = only
        record["note"] = (
            f"the only column in which all identities hold{broken}; the amount is in: "
            + "; ".join(names[only][:6])
        )
    else:
        record["reason"] = "no identity says anything of the amount"
    return record


def _unsure(rows: Iterable[Record]) -> dict[str, Unsure]:
    """The figures that OCR isn't sure of."""
    return {
        row["amount_id"]: Unsure(row["compact_text"], Decimal(row["factor"]) / _UNIT)
        for row in rows
        if row["is_unsure"]
    }


def _figure(document_id: str, reading: Reading, rows: Mapping[str, Record]) -> dict[str, Any]:
    read = rows[reading.amount_id]["compact_text"]
    count = len(reading.identities)
    note = (
        f"figure {read} confirmed: with any other plausible reading {count} identities would break"
        if reading.text == read
        else f"figure {read} restored to {reading.text}: the only plausible reading with which "
        f"all {count} identities hold"
    )
    return {
        "document_id": document_id,
        "amount_id": reading.amount_id,
        "note": note,
        "figure_text": reading.text,
    }


def _column(row: Record) -> str:
    if row["measure"] is None:
        return "a column that no fact has" if row["is_outside"] else "an unknown column"
    return " · ".join(w for w in (row["measure"], row["fund"], row["value_basis"]) if w)
