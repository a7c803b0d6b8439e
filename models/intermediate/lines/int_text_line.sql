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
        min(lane) as lane_group,
        min(code_text) as code_text,
        min(name_text) as name_text,
        min(side) as side,
        min(unit_text) as unit_text,
        bool_or(is_detail) as is_detail,
        string_agg(compact_text, '' order by position, column_number, part) as text
    from {{ ref('int_text_token') }}
    group by all
),

named as (
    select
        l.*,
        coalesce(c.project_code, case when s.line_key = 'project' then l.code_text end) as project_code,
        c.project_name,
        c.project_code is not null as is_card,
        s.line_key = 'unit'
        or coalesce(l.form_id in (select form_id from {{ ref('int_text_column') }} where is_by_unit), false)
            as is_by_unit,
        s.line_key,
        i.measure
    from lines as l
    inner join {{ ref('statements') }} as s on l.statement = s.statement
    left join {{ ref('int_project_card') }} as c on l.form_id = c.form_id and c.project_code is not null
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
    * exclude (measure, is_below_spending, is_by_unit, line_key, code_text, unit_text, text),
    case when not is_by_unit and line_key not in ('project', 'detail') then code_text end as code_text,
    line_key in ('project', 'detail') and not is_card as is_list,
    case when is_by_unit or line_key = 'detail' then code_text else unit_text end as unit_code,
    case when is_detail and line_key = 'detail' then nullif(regexp_extract(text, '\[(2\d{2,6})\]', 1), '') end
        as function_text,
    case when is_detail and line_key = 'detail' then nullif(regexp_extract(text, '\[(3\d{2,4})\]', 1), '') end
        as economic_text,
    case
        when not is_card then null
        when statement = 'projects' and measure is null and is_below_spending then 'spending_item'
        when measure != 'spending_item' then measure
    end as line_measure
from spending
