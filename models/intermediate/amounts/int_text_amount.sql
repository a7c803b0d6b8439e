-- Each figure printed in a form in lines of words, and its column where the layout alone decides it: a line
-- that prints as many figures as its lane has columns.
with figures as (
    select
        *,
        row_number() over (partition by row_id, column_number order by part) as cell_order
    from {{ ref('int_text_token') }}
    where token_kind = 'figure'
),

lanes as (
    select
        form_id,
        max(lane) as lanes
    from {{ ref('int_text_column') }}
    group by form_id
),

-- A form of one list has one lane of columns, whatever the side of its lines.
with_lane as (
    select
        f.*,
        least(f.lane, coalesce(l.lanes, 1)) as column_lane
    from figures as f
    left join lanes as l on f.form_id = l.form_id
),

column_counts as (
    select
        form_id,
        lane,
        max(column_count) as column_count,
        bool_or(is_several) as is_several
    from {{ ref('int_text_column') }}
    group by form_id, lane
),

-- A line with more figures than columns: the headers were not understood. In a list of purchases it may be a
-- digit among its words (计量单位: 1): then only the lines with words between their figures have none.
overfull as (
    select
        f.form_id,
        f.column_lane,
        s.line_key = 'detail' as is_list
    from with_lane as f
    inner join column_counts as n on f.form_id = n.form_id and f.column_lane = n.lane
    inner join {{ ref('statements') }} as s on f.statement = s.statement
    where f.figure_count > n.column_count and not n.is_several
    group by all
),

-- A code that is printed again with other figures: a form whose title was not seen has begun.
lines_of_codes as (
    select
        figures.form_id,
        figures.code_text,
        figures.line_row_id,
        figures.segment,
        list(compact_text order by figure_order) as figures
    from figures
    inner join {{ ref('int_text_line') }} as l on figures.line_row_id = l.row_id and figures.segment = l.lane
    -- A list prints a unit's code for each thing that the unit buys.
    where figures.code_text is not null and not coalesce(l.is_list, false)
    group by all
),

mixed as (
    select form_id
    from lines_of_codes
    group by form_id, code_text
    having count(distinct figures) > 1
),

judged as (
    select
        *,
        form_id in (select form_id from mixed) as is_mixed
    from with_lane
)

select
    {{ stable_key(['f.row_id', 'f.column_number', 'f.cell_order']) }} as amount_id,
    f.form_id,
    f.document_id,
    f.statement,
    f.row_id,
    f.table_number,
    f.row_number,
    f.page,
    f.position,
    f.column_number,
    f.line_row_id,
    f.segment as lane,
    case when o.form_id is null then f.column_lane end as column_lane,
    f.figure_order,
    f.atom_text as amount_text,
    f.compact_text,
    case when not f.is_mixed then coalesce(c.measure, l.line_measure) end as measure,
    c.fund,
    c.value_basis,
    case
        when f.is_mixed then 'line_repeated'
        when l.is_card and l.line_measure is null then 'line_unknown'
        when c.is_outside then 'column_out_of_scope'
        -- A column of amounts whose rows say what they measure.
        when c.measure is null and not c.is_several then null
        when coalesce(c.measure, l.line_measure) is null then 'columns_lost'
    end as reason_code,
    case
        when c.is_outside then 'the column is another year''s, compares, or is none that facts have'
        when c.measure is null and not c.is_several then null
        when c.measure is null and (n.column_count is null or o.form_id is not null)
            then 'the form''s columns were not recognised'
        when c.measure is null
            then
                'the line prints ' || f.figure_count || ' figure(s) for '
                || n.column_count || ' columns, and blank cells were lost'
    end as reason_detail
from judged as f
inner join {{ ref('int_text_line') }} as l on f.line_row_id = l.row_id and f.segment = l.lane
left join column_counts as n on f.form_id = n.form_id and f.column_lane = n.lane
left join overfull as o
    on
        f.form_id = o.form_id and f.column_lane = o.column_lane
        and (not o.is_list or f.figure_count > n.column_count or (f.is_detail and not f.is_parted))
left join {{ ref('int_text_column') }} as c
    on
        o.form_id is null
        and f.form_id = c.form_id
        and f.column_lane = c.lane
        and f.figure_order = c.column_order
        and f.figure_count = n.column_count
        and c.is_ordered
