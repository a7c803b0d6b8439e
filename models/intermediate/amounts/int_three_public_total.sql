-- What the total of a 三公 form is that prints 会议费 and 培训费 beside the three: its name says it, else what it is
-- the sum of. One that neither tells is no total that the fact has.
with figures as (
    select
        g.amount_id,
        g.form_id,
        coalesce(g.measure, n.measure) as measure,
        -- The measures are columns, and a line has one of each, or they are lines.
        case
            when g.measure is null then concat_ws('/', 'column', g.column_number)
            else concat_ws('/', 'line', g.row_id, g.lane, g.value_basis, g.fund)
        end as line,
        -- One total is one column of all lines, or one line of all columns.
        case
            when g.measure is null then concat_ws('/', 'line', g.row_id, g.lane)
            else concat_ws('/', 'column', g.column_number)
        end as total,
        case when g.measure is null then {{ compact('l.name_text') }} else {{ compact('g.header_text') }} end as name,
        {{ to_number('g.compact_text') }} as number,
        {{ half_digit('g.compact_text') }} as half_digit
    from {{ ref('int_grid_amount') }} as g
    left join {{ ref('int_line') }} as l on g.row_id = l.row_id and g.lane = l.lane
    left join {{ ref('int_line_measure') }} as n on g.row_id = n.row_id and g.lane = n.lane
    where g.statement = 'three_public' and g.reason_code is null
),

sums as (
    select
        form_id,
        line,
        sum(number) filter (where measure in ('overseas_travel', 'official_reception')) as kinds,
        coalesce(
            sum(number) filter (where measure = 'vehicle_total'),
            sum(number) filter (where measure in ('vehicle_purchase', 'vehicle_operation'))
        ) as vehicles,
        sum(number) filter (where measure in ('conference', 'training')) as additions,
        sum(half_digit) as tolerance
    from figures
    group by form_id, line
),

forms as (
    select form_id
    from {{ ref('int_form_column') }}
    where measure in ('conference', 'training')
    union
    select form_id
    from figures
    where measure in ('conference', 'training')
),

judged as (
    select
        f.amount_id,
        f.form_id,
        f.total,
        bool_or(regexp_matches(f.name, '会议|培训')) over same as is_named_with,
        bool_or(contains(f.name, '三公')) over same as is_named_without,
        bool_or(
            s.additions > s.tolerance
            and abs(f.number - coalesce(s.kinds, 0) - coalesce(s.vehicles, 0) - s.additions) <= s.tolerance
        ) over same as is_sum_with,
        bool_or(
            s.additions > s.tolerance
            and abs(f.number - coalesce(s.kinds, 0) - coalesce(s.vehicles, 0)) <= s.tolerance
        ) over same as is_sum_without,
        bool_and(
            abs(f.number - coalesce(s.kinds, 0) - coalesce(s.vehicles, 0) - coalesce(s.additions, 0)) <= s.tolerance
        ) over same as is_either
    from figures as f
    inner join sums as s on f.form_id = s.form_id and f.line = s.line
    where f.measure = 'total' and f.form_id in (select form_id from forms)
    window same as (partition by f.form_id, f.total)
)

select
    amount_id,
    case
        when is_named_with then 'total_with_conference_training'
        when is_named_without then 'total'
        when is_sum_with and not coalesce(is_sum_without, false) then 'total_with_conference_training'
        when (is_sum_without and not coalesce(is_sum_with, false)) or is_either then 'total'
    end as measure
from judged
