"""Where the identities put the amounts whose columns were lost (placement.solve)."""

import pyarrow as pa

from ingest.settings import Settings
from placement.records import SCHEMA, placements


def model(dbt, session):
    dbt.config(materialized="table")
    amounts = dbt.ref("int_printed_amount")  # noqa: F841
    candidates = dbt.ref("int_amount_candidate")  # noqa: F841
    operands = dbt.ref("int_candidate_operand")  # noqa: F841
    terms = dbt.ref("int_placement_term").order(
        "document_id, identity_id, statement, group_key, candidate_id"
    )
    # An amount is part of the problem with all its candidates if any is an operand.
    rows = session.sql(
        """
        select
            a.document_id, a.form_id, c.amount_id, c.candidate_id, c.measure, c.fund, c.value_basis,
            c.column_order, c.is_ordered, a.figure_order, a.printed_line as line,
            concat_ws('|', c.measure, c.fund, c.value_basis) as column_key,
            o.amount, o.half_digit, a.is_weak, a.compact_text, c.factor, a.is_unsure,
            coalesce(a.form_id || '|' || o.line_key, c.candidate_id) as line_key
        from candidates as c
        inner join amounts as a on c.amount_id = a.amount_id
        left join operands as o on c.candidate_id = o.line_id
        where c.amount_id in (select amount_id from operands)
        order by a.document_id, a.line_row_id, a.lane, a.figure_order, c.amount_id, c.column_order
        """
    ).to_arrow_table()
    settings = Settings.from_environment()
    records = placements(
        rows.to_pylist(),
        terms.to_arrow_table().to_pylist(),
        settings.landing / "placement",
        settings.solve_limit,
    )
    return pa.Table.from_pylist(list(records), schema=SCHEMA)
