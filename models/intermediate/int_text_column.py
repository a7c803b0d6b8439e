"""The columns of forms in lines of words (placement.text_columns)."""

import pyarrow as pa

from placement.text_columns import SCHEMA, columns_of_forms


def model(dbt, session):
    dbt.config(materialized="table")
    forms = dbt.ref("int_form")  # noqa: F841
    rows = dbt.ref("int_form_row")  # noqa: F841
    cells = dbt.ref("stg_cell")  # noqa: F841
    statements = dbt.ref("statements")  # noqa: F841
    printed = session.sql(
        """
        select
            r.form_id, r.statement, s.has_lanes, s.line_key, r.row_kind, c.compact_text
        from rows as r
        inner join forms as f on r.form_id = f.form_id
        inner join cells as c on r.row_id = c.row_id
        inner join statements as s on r.statement = s.statement
        where
            r.layout = 'text' and s.kind = 'money' and r.row_kind in ('header', 'numbering')
            and r.position > f.start_position
        order by r.form_id, r.position, c.column_number
        """
    ).to_arrow_table()
    records = columns_of_forms(
        printed.to_pylist(),
        dbt.ref("column_headers").to_arrow_table().to_pylist(),
        dbt.ref("value_bases").to_arrow_table().to_pylist(),
        dbt.ref("measure_parts").to_arrow_table().to_pylist(),
        dbt.ref("spanning_headers").to_arrow_table().to_pylist(),
    )
    return pa.Table.from_pylist(list(records), schema=SCHEMA)
