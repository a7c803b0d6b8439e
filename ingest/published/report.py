"""What does a published warehouse hold, in a person's words? Queries for the summary of a build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

# Which documents (d, of bureau b) a word of the user fits.
FITS = "contains(concat_ws(' ', d.document_id, d.source_path, b.name), ?)"
_DOCUMENTS = """
with methods as (
    select
        document_id,
        count(*) filter (where method = 'read') as read,
        count(*) filter (where method = 'inferred') as inferred,
        count(*) filter (where method = 'repaired') as repaired
    from fct_budget_line group by all
),
unplaced as (select document_id, count(*) as unplaced from dq_unplaced_amount group by all),
forms as (
    select
        document_id,
        count(*) filter (where status = 'filled') as filled,
        count(*) filter (where status = 'declared_empty') as declared_empty,
        count(*) filter (where status in ('blank', 'missing')) as absent
    from dim_statement_presence group by all
),
identities as (
    select
        document_id,
        count(*) filter (where status = 'pass') as passed,
        count(*) filter (where status = 'rounding') as rounding,
        count(*) filter (where status = 'break') as broken,
        count(*) filter (where status = 'not_evaluable') as not_evaluable
    from dq_identity_result group by all
),
figures as (
    select
        document_id,
        sum(printed) as printed,
        sum(claim) as claim,
        sum(performance) as performance,
        sum(unclaimed_text) as unclaimed_text,
        sum(no_figure) as no_figure,
        sum(printed - fact - claim - unplaced - performance - unclaimed_text - no_figure) as lost
    from dq_figure_coverage group by all
)
select
    d.document_id, d.source_path, coalesce(b.name, '?') as bureau, d.fiscal_year, d.stage, d.scope,
    d.status,
    coalesce(f.filled, 0), coalesce(f.declared_empty, 0), coalesce(f.absent, 0),
    coalesce(m.read, 0), coalesce(m.inferred, 0), coalesce(m.repaired, 0),
    coalesce(u.unplaced, 0),
    coalesce(i.passed, 0), coalesce(i.rounding, 0), coalesce(i.broken, 0),
    coalesce(i.not_evaluable, 0),
    coalesce(g.printed, 0), coalesce(g.claim, 0), coalesce(g.performance, 0),
    coalesce(g.unclaimed_text, 0), coalesce(g.no_figure, 0), coalesce(g.lost, 0)
from dim_document as d
left join dim_bureau as b on d.bureau_id = b.bureau_id
left join methods as m on d.document_id = m.document_id
left join unplaced as u on d.document_id = u.document_id
left join forms as f on d.document_id = f.document_id
left join identities as i on d.document_id = i.document_id
left join figures as g on d.document_id = g.document_id
order by d.fiscal_year, bureau, d.source_path
"""


class NoWarehouse(Exception):
    """There is no published warehouse where the settings say. The message says what to do."""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One document: forms by presence, amounts by method, identities by status, all its figures."""

    document_id: str
    source_path: str
    bureau: str
    fiscal_year: int | None
    stage: str | None
    scope: str | None
    status: str
    forms_filled: int
    forms_declared_empty: int
    forms_absent: int
    read: int
    inferred: int
    repaired: int
    unplaced: int
    passed: int
    rounding: int
    broken: int
    not_evaluable: int
    printed: int
    claimed: int
    performance: int
    unclaimed_text: int
    no_figures: int
    lost: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A published warehouse. The lists hold rows as tuples, in the order of their names."""

    built_at: str
    documents: list[DocumentSummary]
    findings: list[tuple[str, str, str]]
    unplaced_reasons: list[tuple[str, int, str]]
    problems: list[tuple[str, str, str]]
    expectations: list[tuple[str, str, int, int]]


def connect(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open a published warehouse for reading.

    Raises:
        NoWarehouse: there is none, or what is there is something else.
    """
    if not warehouse.exists():
        raise NoWarehouse(f"There is no warehouse at {warehouse} yet: run `gongkai build`.")
    try:
        db = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise NoWarehouse(f"{warehouse} can't be opened: {reason}") from error
    if not db.execute("from duckdb_tables() where table_name = 'dim_build'").fetchall():
        db.close()
        raise NoWarehouse(f"{warehouse} is no warehouse of disclosures: see GONGKAI_WAREHOUSE.")
    return db


def summarise(warehouse: Path) -> Summary:
    """Read what a published warehouse holds.

    Raises:
        NoWarehouse: there is none.
    """
    with connect(warehouse) as db:

        def rows(query: str) -> list[Any]:
            return db.execute(query).fetchall()

        return Summary(
            built_at=str(rows("select built_at from dim_build")[0][0]),
            documents=[DocumentSummary(*row) for row in rows(_DOCUMENTS)],
            findings=rows(
                "select source_path, severity, finding_zh from mart_finding"
                " order by array_position(['high', 'medium', 'low'], severity), source_path,"
                " finding_id"
            ),
            unplaced_reasons=rows(
                "select reason_code, count(*), min(reason) from dq_unplaced_amount"
                " group by all order by 2 desc, 1"
            ),
            problems=rows(
                "select source_path, problem_code, problem from dq_document_problem order by all"
            ),
            expectations=rows(
                "select suite, severity, count(*), count(*) filter (where not success)"
                " from dq_expectation_result where is_latest group by all order by all"
            ),
        )


def results_of(warehouse: Path, document: str) -> list[tuple[str, str]]:
    """Status and message of each identity of the documents whose path, id or bureau fits.

    Raises:
        NoWarehouse: there is none.
    """
    with connect(warehouse) as db:
        return db.execute(
            f"""
            select r.status, r.message
            from dq_identity_result as r
            join dim_document as d on r.document_id = d.document_id
            left join dim_bureau as b on d.bureau_id = b.bureau_id
            where {FITS}
            order by r.status != 'break', r.document_id, r.statement, r.identity_id, r.message
            """,
            [document],
        ).fetchall()
