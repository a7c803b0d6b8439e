-- Each figure printed in a form in lines of words, and its column where the layout alone decides it:
-- a row that prints as many figures as there are columns, or a lane of a single column.
with figures as (
    select
        *,
        row_number() over (partition by row_id, segment order by column_number) as figure_order
    from {{ ref('int_text_token') }}
    where token_kind = 'figure'
),

glued as (
    select
        *,
        unnest(regexp_extract_all(compact_text, '-?\d{1,3}(?:,\d{3})*\.\d{2}')) as figure_text,
        unnest(range(1, len(regexp_extract_all(compact_text, '-?\d{1,3}(?:,\d{3})*\.\d{2}')) + 1)) as figure_order
    from {{ ref('int_text_token') }}
    where token_kind = 'glued'
),

row_segments as (
    select
        row_id,
        max(segment) as segments
    from {{ ref('int_text_token') }}
    group by row_id
),

columns as (
    select
        form_id,
        column_order,
        measure,
        fund,
        is_known
    from {{ ref('int_text_column') }}
),

column_counts as (
    select
        form_id,
        max(numbered_columns) as numbered_columns,
        max(column_count) as column_count,
        bool_and(is_known) as is_known
    from {{ ref('int_text_column') }}
    group by form_id
),

judged as (
    select
        f.*,
        l.figure_count,
        coalesce(l.glued_count, 0) as glued_count,
        n.column_count,
        n.numbered_columns,
        coalesce(n.is_known, false) as is_known,
        case
            when f.text_layout = 'single' then coalesce(n.is_known, false) and l.figure_count = n.column_count
            when f.text_layout = 'numbered'
                then
                    s.segments = 2 and l.figure_count = 1 and (f.segment = 1 or coalesce(n.numbered_columns, 2) = 2)
            else l.figure_count = 1
        end
        and coalesce(l.glued_count, 0) = 0 as is_placed
    from figures as f
    inner join {{ ref('int_text_line') }} as l on f.row_id = l.row_id and f.segment = l.lane
    inner join row_segments as s on f.row_id = s.row_id
    left join column_counts as n on f.form_id = n.form_id
),

placed as (
    select
        j.*,
        case
            when not j.is_placed then null
            when j.text_layout = 'single' then c.measure
            else m.measure
        end as measure,
        case when j.is_placed and j.text_layout = 'single' then c.fund end as fund
    from judged as j
    left join columns as c
        on j.form_id = c.form_id and j.figure_order = c.column_order and j.text_layout = 'single'
    left join {{ ref('statement_measures') }} as m on j.statement = m.statement and m.position = 1
)

select
    {{ stable_key(['row_id', 'column_number', '1']) }} as amount_id,
    form_id,
    document_id,
    statement,
    row_id,
    table_number,
    row_number,
    page,
    position,
    column_number,
    segment as lane,
    cell_text as amount_text,
    compact_text,
    measure,
    fund,
    case when measure is null then 'columns_lost' end as reason_code,
    case
        when measure is null and column_count is null
            then 'the form''s columns were not recognised'
        when measure is null
            then
                'the line prints ' || figure_count || ' figure(s) for '
                || case when text_layout = 'numbered' then coalesce(numbered_columns, 2) - 1 else column_count end
                || ' columns, and blank cells were lost'
    end as reason_detail
from placed
union all by name
select
    {{ stable_key(['row_id', 'column_number', 'figure_order']) }} as amount_id,
    form_id,
    document_id,
    statement,
    row_id,
    table_number,
    row_number,
    page,
    position,
    column_number,
    segment as lane,
    figure_text as amount_text,
    figure_text as compact_text,
    null as measure,
    null as fund,
    'figure_glued' as reason_code,
    'printed without a space as "' || cell_text || '"' as reason_detail
from glued
