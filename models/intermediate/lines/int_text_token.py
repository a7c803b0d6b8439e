"""Each figure, code and word of forms in lines of words, and its line (inference.words.lines)."""

import pyarrow as pa

from inference.words.tokens import SCHEMA, tokens
from ingest.publishing.apart import read_apart


def model(dbt, session):
    dbt.config(materialized="table")
    rows = dbt.ref("int_form_row")  # noqa: F841
    cells = dbt.ref("stg_cell")  # noqa: F841
    statements = dbt.ref("statements")  # noqa: F841
    cards = dbt.ref("int_project_card")  # noqa: F841
    others = dbt.ref("other_classifications")  # noqa: F841
    headers = dbt.ref("column_headers")  # noqa: F841
    printed = session.sql(
        """
        select
            r.form_id, r.document_id, r.statement, r.row_id, r.table_number, r.row_number, r.page,
            r.position, c.column_number, c.cell_text, c.compact_text, s.has_lanes, s.line_key,
            -- Lists of things count them too.
            bool_or(
                s.line_key not in ('project', 'detail') and length(c.compact_text) > 1
                and c.compact_text in (select alias from headers where role = 'line_number')
            ) over (partition by r.form_id) as has_line_numbers,
            r.form_id in (select form_id from cards where project_code is not null) as is_card,
            bool_or(o.pattern is not null) over (partition by r.form_id) as has_government_codes,
            r.row_kind
        from rows as r
        inner join cells as c on r.row_id = c.row_id
        inner join statements as s on r.statement = s.statement
        left join (select string_agg(pattern, '|') as pattern from others) as o
            on r.row_kind = 'header' and regexp_matches(c.compact_text, o.pattern)
        where r.layout = 'text' and s.kind = 'money'
        qualify r.row_kind = 'data'
        order by r.form_id, r.position, c.column_number
        """
    ).to_arrow_table()
    names = dbt.ref("int_wording").order("all nulls first").to_arrow_table()
    known = names.to_pylist()
    records = read_apart(
        session, "int_text_token", lambda cells: tokens(cells, known), printed.to_pylist()
    )
    return pa.Table.from_pylist(records, schema=SCHEMA)
