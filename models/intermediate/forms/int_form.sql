-- The forms of each document: what stands between a title and the next title or heading, if it has
-- rows like a form's; a title in a list of contents has none. Pages that repeat the title of the
-- form before are forms of their own with the same statement.
-- Where rows stand above their title, the order is that of forms.
with placed as (
    select
        t.* exclude (position),
        coalesce(o.position, t.position) as position
    from {{ ref('int_title') }} as t
    left join {{ ref('int_reading_order') }} as o on t.row_id = o.row_id
    union all by name
    -- What is of no form.
    select
        row_id,
        document_id,
        'boundary' as kind,
        position
    from {{ ref('int_reading_order') }}
    where is_boundary and row_id not in (select row_id from {{ ref('int_title') }})
),

titles as (
    select
        *,
        coalesce(
            lead(position) over (partition by document_id order by position),
            2147483647
        ) as end_position
    from placed
),

rows_of_documents as (
    select
        r.row_id,
        r.document_id,
        r.grid,
        r.filled_count,
        coalesce(o.position, r.position) as position
    from {{ ref('stg_row') }} as r
    left join {{ ref('int_reading_order') }} as o on r.row_id = o.row_id
),

regions as (
    select
        t.row_id as form_id,
        t.document_id,
        t.statement,
        t.kind,
        t.text as title,
        t.position as start_position,
        t.end_position,
        count(*) filter (where r.grid != 'text') as grid_rows,
        -- A list of contents in cells has a number and a title a row; a form has a row of columns.
        count(*) filter (where r.grid != 'text' and r.filled_count >= 2) as rows_of_cells,
        max(r.filled_count) filter (where r.grid != 'text') as widest_row,
        count(*) filter (where r.grid = 'text') as text_rows
    from titles as t
    inner join rows_of_documents as r
        on
            t.document_id = r.document_id
            and r.position > t.position - (case when t.kind = 'marker' then 1 else 0 end)
            and r.position < t.end_position
    where t.kind != 'boundary'
    group by all
),

header_words as (
    -- Of a form in lines of text, the words that head columns tell it from a mention of its title.
    select
        g.form_id,
        count(distinct c.compact_text) as header_words
    from regions as g
    inner join rows_of_documents as r
        on
            g.document_id = r.document_id
            and r.position > g.start_position and r.position < g.end_position
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    inner join {{ ref('column_headers') }} as h
        on (h.statement = g.statement or h.statement = '*') and h.alias = c.compact_text
    where g.grid_rows = 0
    group by all
)

select
    g.form_id,
    g.document_id,
    g.statement,
    g.title,
    g.start_position,
    g.end_position,
    case when g.grid_rows > 0 then 'grid' else 'text' end as layout,
    row_number() over (partition by g.document_id order by g.start_position) as form_number
from regions as g
left join header_words as w on g.form_id = w.form_id
where
    (g.grid_rows > 0 and (g.rows_of_cells >= 2 or g.widest_row >= 3))
    or coalesce(w.header_words, 0) >= 2
    or (g.text_rows >= 8 and g.statement in (select statement from {{ ref('statements') }} where kind = 'performance'))
