with rows_as_landed as (
    select * from {{ ref('raw_row') }}
),

tables as (
    select
        document_id,
        table_number,
        grid
    from {{ ref('raw_table') }}
)

select
    {{ stable_key(['r.document_id', 'r.table_number', 'r.row_number']) }} as row_id,
    r.document_id,
    r.table_number,
    r.row_number,
    r.page,
    r.line_number,
    t.grid,
    r.cells,
    r.text,
    {{ compact('r.text') }} as compact_text,
    len(r.cells) as cell_count,
    len(list_filter(r.cells, lambda c: trim(c) != '')) as filled_count,
    row_number() over (partition by r.document_id order by r.line_number, r.table_number, r.row_number)
        as position,
    r.bboxes,
    r.confidences,
    list_min(r.confidences) as confidence
from rows_as_landed as r
inner join tables as t on r.document_id = t.document_id and r.table_number = t.table_number
