"""The columns of forms in lines of words (inference.words.columns)."""

import pyarrow as pa

from inference.words.columns import SCHEMA, columns_of_forms
from ingest.publishing.apart import read_apart


def model(dbt, session):
    dbt.config(materialized="table")
    forms = dbt.ref("int_form")  # noqa: F841
    rows = dbt.ref("int_form_row")  # noqa: F841
    cells = dbt.ref("stg_cell")  # noqa: F841
    statements = dbt.ref("statements")  # noqa: F841
    profiles = dbt.ref("int_document_profile")  # noqa: F841
    comparisons = dbt.ref("comparison_headers")  # noqa: F841
    others = dbt.ref("other_classifications")  # noqa: F841
    wordings = dbt.ref("int_wording")  # noqa: F841
    aliases = dbt.ref("column_headers")  # noqa: F841
    orders = dbt.ref("int_reading_order")  # noqa: F841
    # The document's own year in a header says nothing, and alone it heads the year's figures;
    # another one heads none of them.
    printed = session.sql(
        """
        with words as (
            select
                f.document_id, r.form_id, r.statement, s.has_lanes, s.line_key, r.row_kind,
                r.position,
                r.position = max(r.position) over (partition by r.form_id) as is_last_row,
                count(*) over (partition by r.row_id) as words_in_row,
                c.column_number,
                coalesce(o.is_apart, false) as is_apart,
                case
                    when regexp_full_match(c.compact_text, p.fiscal_year || '年度?') then '本年数'
                    else regexp_replace(
                        c.compact_text, coalesce(p.fiscal_year || '年度?', '^$'), '', 'g'
                    )
                end as compact_text
            from rows as r
            inner join forms as f on r.form_id = f.form_id
            inner join cells as c on r.row_id = c.row_id
            inner join statements as s on r.statement = s.statement
            left join profiles as p on f.document_id = p.document_id
            left join orders as o on r.row_id = o.row_id
            where
                r.layout = 'text' and s.kind = 'money' and r.row_kind in ('header', 'numbering')
                and r.position > f.start_position
        )

        select
            *,
            exists (
                select 1 from comparisons as k where regexp_matches(words.compact_text, k.pattern)
            ) as is_comparison,
            exists (
                select 1 from others as o where regexp_matches(words.compact_text, o.pattern)
            ) as is_other_classification
        from words
        -- A name may begin in the row above its code: it is no header, though it is the last one.
        -- What heads columns is one, though it may be a name (公务用车运行维护费, 预算), and so is
        -- one among others.
        where not (
            is_last_row
            and (words_in_row = 1 or has_lanes)
            and exists (
                select 1 from wordings as n
                where n.kind = 'code' and starts_with(n.name, words.compact_text)
            )
            and not exists (
                select 1 from aliases as a
                where a.statement in ('*', words.statement) and a.alias = words.compact_text
            )
        )
        order by form_id, position, column_number
        """
    ).to_arrow_table()
    seeds = [
        dbt.ref("column_headers").order("all nulls first").to_arrow_table().to_pylist(),
        dbt.ref("value_bases").order("all nulls first").to_arrow_table().to_pylist(),
        dbt.ref("measure_parts").order("all nulls first").to_arrow_table().to_pylist(),
        dbt.ref("spanning_headers").order("all nulls first").to_arrow_table().to_pylist(),
    ]
    records = read_apart(
        session,
        "int_text_column",
        lambda cells: columns_of_forms(cells, *seeds),
        printed.to_pylist(),
    )
    inclusive = {
        form_id
        for (form_id,) in session.sql(
            """
            select form_id from forms
            where statement = 'three_public' and regexp_matches(title, '会议|培训')
            """
        ).fetchall()
    }
    return pa.Table.from_pylist(
        [
            record | {"measure": "total_with_conference_training"}
            if record["form_id"] in inclusive and record["measure"] == "total"
            else record
            for record in records
        ],
        schema=SCHEMA,
    )
