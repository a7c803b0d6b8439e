"""The rows of texts that don't print all rows of a form below its title, in the order of forms
(inference.words.title_order), and those that begin what is no known form's."""

from collections import defaultdict
from itertools import groupby

import pyarrow as pa

from inference.words.row_kinds import Names, PrintedRow, kind_of
from inference.words.title_order import order_of

SCHEMA = pa.schema(
    {
        "row_id": pa.string(),
        "document_id": pa.string(),
        "position": pa.int64(),
        "is_boundary": pa.bool_(),
        "is_apart": pa.bool_(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    rows = dbt.ref("int_row")  # noqa: F841
    cells = dbt.ref("int_cell")  # noqa: F841
    titles = dbt.ref("int_title")  # noqa: F841
    statements = dbt.ref("statements")  # noqa: F841
    names = dbt.ref("item_names")  # noqa: F841
    wordings = dbt.ref("int_wording")  # noqa: F841
    # Only texts whose titles stand in lines of words can be out of order.
    printed = session.sql(
        """
        with words as (
            select row_id, list(compact_text order by column_number) as words
            from cells
            where grid = 'text'
            group by row_id
        )

        select
            r.document_id, r.row_id, r.position, r.grid != 'text' as is_grid, t.kind as title_kind,
            s.line_key, w.words
        from rows as r
        left join titles as t on r.row_id = t.row_id
        left join statements as s on t.statement = s.statement
        left join words as w on r.row_id = w.row_id
        where r.document_id in (
            select t.document_id
            from titles as t
            inner join rows as r on t.row_id = r.row_id and r.grid = 'text'
            where t.statement is not null
        )
        order by r.document_id, r.position
        """
    ).to_arrow_table()
    totals = defaultdict(set)
    for name, side in session.sql(
        "select alias, side from names where item in ('income_total', 'expenditure_total')"
    ).fetchall():
        totals[name].add(side)
    items = session.sql(
        "select distinct name from wordings where kind = 'item' and side is not null"
    ).fetchall()
    total = session.sql(
        "select distinct alias from names where item = 'total' and side = 'any'"
    ).fetchall()
    known = Names({name for (name,) in items}, {name for (name,) in total}, totals)
    found = []
    for document_id, group in groupby(printed.to_pylist(), lambda row: row["document_id"]):
        records = list(group)
        order = order_of([_row(record, known) for record in records])
        if order is None:
            continue
        found += [
            {
                "row_id": records[place]["row_id"],
                "document_id": document_id,
                "position": records[number]["position"],
                "is_boundary": place in order.boundaries,
                "is_apart": place in order.apart,
            }
            for number, place in enumerate(order.rows)
        ]
    return pa.Table.from_pylist(found, schema=SCHEMA)


def _row(record, names):
    kind = record["title_kind"]
    if kind is None and not record["is_grid"]:
        return kind_of(record["words"] or [], names)
    return PrintedRow(
        None,
        is_title=kind not in (None, "boundary"),
        line_key=record["line_key"],
        is_boundary=kind == "boundary",
        is_grid=record["is_grid"],
    )
