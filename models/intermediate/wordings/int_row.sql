-- The printed rows, with the words that OCR misread restored.
with restored as (
    select
        row_id,
        string_agg(cell_text, ' ' order by column_number) as text
    from {{ ref('int_cell') }}
    where row_id in (select row_id from {{ ref('int_misread_word') }})
    group by row_id
)

select
    r.* exclude (text, compact_text),
    coalesce(w.text, r.text) as text,
    coalesce({{ compact('w.text') }}, r.compact_text) as compact_text
from {{ ref('stg_row') }} as r
left join restored as w on r.row_id = w.row_id
