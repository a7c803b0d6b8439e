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
        any_value(column_count) as column_count,
        bool_and(is_ordered) as is_ordered,
        bool_or(measure is null) as has_unknown
    from {{ ref('int_text_column') }}
    group by form_id, lane
),

-- A line with more figures than columns: the headers were not understood.
overfull as (
    select distinct
        f.form_id,
        f.column_lane
    from with_lane as f
    inner join column_counts as n on f.form_id = n.form_id and f.column_lane = n.lane
    where f.figure_count > n.column_count and not n.has_unknown
),

-- A code that is printed again with other figures: a form whose title was not seen has begun.
lines_of_codes as (
    select
        form_id,
        code_text,
        line_row_id,
        segment,
        list(compact_text order by figure_order) as figures
    from figures
    where code_text is not null
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
        when l.project_code is not null and l.line_measure is null then 'line_unknown'
        when coalesce(c.measure, l.line_measure) is null then 'columns_lost'
    end as reason_code,
    case
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
left join overfull as o on f.form_id = o.form_id and f.column_lane = o.column_lane
left join {{ ref('int_text_column') }} as c
    on
        o.form_id is null
        and f.form_id = c.form_id
        and f.column_lane = c.lane
        and f.figure_order = c.column_order
        and f.figure_count = n.column_count
        and n.is_ordered
