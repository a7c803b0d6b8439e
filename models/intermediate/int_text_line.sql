-- The lines of forms in lines of words: what identifies each, and the row where it begins. The lines of a
-- form that applies for one project are all that project's; what one is about is its measure.
with lines as (
    select
        form_id,
        document_id,
        statement,
        line_row_id as row_id,
        line_position as position,
        segment as lane,
        any_value(lane) as lane_group,
        any_value(code_text) as code_text,
        any_value(name_text) as name_text,
        any_value(side) as side
    from {{ ref('int_text_token') }}
    group by all
),

named as (
    select
        l.*,
        c.project_code,
        c.project_name,
        s.line_key in ('unit', 'project', 'detail')
        or coalesce(l.form_id in (select form_id from {{ ref('int_text_column') }} where is_by_unit), false)
            as is_by_unit,
        i.measure
    from lines as l
    inner join {{ ref('statements') }} as s on l.statement = s.statement
    left join {{ ref('int_project_card') }} as c on l.form_id = c.form_id
    left join {{ ref('project_items') }} as i
        on l.statement = 'projects' and {{ item_name(compact('l.name_text')) }} = i.alias
),

-- Below the heading of a project's spending, names are free.
spending as (
    select
        *,
        coalesce(bool_or(measure = 'spending_item') over (
            partition by form_id order by position, lane
            rows between unbounded preceding and 1 preceding
        ), false) as is_below_spending
    from named
)

select
    * exclude (measure, is_below_spending, is_by_unit, code_text),
    case when not is_by_unit then code_text end as code_text,
    case when is_by_unit then code_text end as unit_code,
    case
        when statement = 'projects' and measure is null and is_below_spending then 'spending_item'
        when measure != 'spending_item' then measure
    end as line_measure
from spending
