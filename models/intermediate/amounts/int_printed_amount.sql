-- Every figure printed in a form with what doesn't depend on its column: its line, unit and document; and
-- its column as far as the layout alone tells it.
with printed as (
    select
        amount_id,
        form_id,
        document_id,
        statement,
        row_id,
        table_number,
        row_number,
        page,
        position,
        column_number,
        row_id as line_row_id,
        lane,
        amount_text,
        compact_text,
        measure,
        fund,
        value_basis,
        column_unit_text,
        bbox,
        reason_code,
        'header: ' || nullif(header_text, '') as reason_detail
    from {{ ref('int_grid_amount') }}
    union all by name
    select
        amount_id,
        form_id,
        document_id,
        statement,
        row_id,
        table_number,
        row_number,
        page,
        position,
        column_number,
        line_row_id,
        lane,
        column_lane,
        figure_order,
        amount_text,
        compact_text,
        measure,
        fund,
        value_basis,
        reason_code,
        reason_detail
    from {{ ref('int_text_amount') }}
),

-- Of a 三公 form whose rows are kinds of expense the columns have no measure of their own: 合计 is a fund's.
forms_by_kind as (
    select l.form_id
    from {{ ref('int_line_measure') }} as n
    inner join {{ ref('int_line') }} as l on n.row_id = l.row_id and n.lane = l.lane
    where n.measure != 'total'
    group by l.form_id
    having count(distinct n.measure) > 1
),

measured as (
    select
        p.* exclude (measure),
        case
            when p.measure = 'total' and p.form_id in (select form_id from forms_by_kind) then null
            else p.measure
        end as measure
    from printed as p
),

joined as (
    select
        p.* exclude (measure, value_basis, reason_code),
        case when i.amount_id is not null and i.measure is null then 'column_unknown' else p.reason_code end
            as reason_code,
        case
            when i.amount_id is not null then i.measure
            else coalesce(p.measure, case when p.reason_code is null then n.measure end)
        end as measure,
        coalesce(p.value_basis, n.value_basis) as value_basis,
        coalesce(n.is_comparison, false) as is_comparison,
        coalesce(w.is_of_other_classification, false) as is_of_other_classification,
        p.statement = 'three_public' and p.reason_code is null
        and (
            coalesce(p.measure, n.measure) is null
            or (p.measure is not null and n.measure is not null and n.measure != 'total')
        ) as is_other_line,
        o.confidence,
        o.doubt,
        coalesce(o.is_unsure, false) as is_unsure,
        l.line_key,
        l.side,
        l.name_text,
        l.item,
        l.class_code,
        l.code_text,
        l.item_fund,
        l.unit_code,
        l.project_code,
        l.function_text,
        l.economic_text,
        l.is_detail,
        coalesce(l.is_torn, false) as is_torn,
        case when l.is_card then l.form_id end as card_id,
        c.classification,
        c.code,
        nullif(concat_ws('; ', c.repair_note, o.word_note), '') as code_note,
        coalesce(p.column_unit_text, u.unit_text) as form_unit_text,
        d.fiscal_year,
        d.stage,
        coalesce(h.scope, d.scope) as scope,
        coalesce(h.is_main, true) as is_main_scope,
        b.bureau_id,
        s.default_fund,
        s.has_lanes and s.line_key = 'item' as is_summary,
        regexp_matches({{ compact('f.title') }}, g.pattern) as title_is_public_budget,
        -- 预决算公开表 says neither.
        case when regexp_matches({{ compact('f.title') }}, '(^|[^预、])决算') then 'final' end as title_basis
    from measured as p
    inner join {{ ref('int_form') }} as f on p.form_id = f.form_id
    cross join (
        select string_agg(alias, '|' order by alias) as pattern
        from {{ ref('fund_names') }}
        where fund = 'general_public_budget'
    ) as g
    inner join {{ ref('statements') }} as s on p.statement = s.statement
    left join {{ ref('int_line_measure') }} as n
        on p.statement = 'three_public' and p.line_row_id = n.row_id and p.lane = n.lane
    left join {{ ref('int_three_public_total') }} as i on p.amount_id = i.amount_id
    left join {{ ref('int_line') }} as l on p.line_row_id = l.row_id and p.lane = l.lane
    left join {{ ref('int_grid_line') }} as w on p.line_row_id = w.row_id and p.lane = w.lane
    left join {{ ref('int_line_code') }} as c on p.line_row_id = c.row_id and p.lane = c.lane
    left join {{ ref('int_amount_confidence') }} as o on p.amount_id = o.amount_id
    left join {{ ref('int_form_unit') }} as u on p.form_id = u.form_id
    left join {{ ref('int_form_scope') }} as h on p.form_id = h.form_id
    left join {{ ref('int_document_profile') }} as d on p.document_id = d.document_id
    left join {{ ref('int_bureau') }} as b on d.bureau_name = b.bureau_name
),

document_units as (
    -- A form without a unit takes that of the document's other forms if they all print the same.
    select
        f.document_id,
        min(u.unit_text) as unit_text
    from {{ ref('int_form_unit') }} as u
    inner join {{ ref('int_form') }} as f on u.form_id = f.form_id
    group by f.document_id
    having count(distinct u.unit_text) = 1
),

keyed as (
    select
        j.*,
        case
            when j.classification = 'function' then j.code
            when j.class_code is not null then j.class_code
            else j.function_text
        end as function_code,
        case when j.classification = 'economic' then j.code else j.economic_text end as economic_code,
        coalesce(j.form_unit_text, d.unit_text) as unit_text,
        w.yuan,
        j.form_unit_text is null and d.unit_text is not null as is_unit_inferred
    from joined as j
    left join document_units as d on j.document_id = d.document_id
    left join {{ ref('units') }} as w on coalesce(j.form_unit_text, d.unit_text) = w.unit_text
),

-- Where 财政拨款收入 is printed as one line, the funds below it are its parts.
appropriated as (
    select distinct form_id
    from keyed
    where item = 'income_appropriation'
),

unruled as (
    select form_id
    from {{ ref('int_form_row') }}
    where grid = 'aligned' and row_kind = 'data'
),

narrow as (
    select form_id
    from {{ ref('int_form_row') }}
    where grid in ('tab', 'bar') and ((row_kind = 'data' and figures > 0) or row_kind = 'header')
    group by form_id, table_number
    having min(case when row_kind = 'data' then cell_count end) < max(cell_count)
),

with_depth as (
    select
        *,
        dense_rank() over (
            partition by
                form_id, unit_code is not null and project_code is null and item is null and not is_detail
            order by length(unit_code)
        ) as unit_depth,
        -- A summary may list its expenditure more than once, side by side: by function, by kind, by economic class.
        is_summary and bool_or(function_code is not null) over (partition by form_id) as has_functions,
        is_summary and bool_or(item in ('basic_expenditure', 'project_expenditure')) over (partition by form_id)
            as has_kinds
    from keyed
)

select
    k.* exclude (unit_depth, has_functions, has_kinds, reason_code),
    -- What its header or title calls final is no budget's figure, 预算 on the cover or not.
    case
        when k.reason_code is null and k.stage = 'budget' and coalesce(k.value_basis, k.title_basis) = 'final'
            then 'column_out_of_scope'
        else k.reason_code
    end as reason_code,
    k.line_row_id || '.' || k.lane as printed_line,
    case
        when k.is_detail or k.project_code is not null then 'detail'
        when k.item like 'level\_%' escape '\' then 'item'
        when k.item in ('opening_balance', 'closing_balance') and k.item_fund is not null then 'group'
        when
            p.form_id is not null
            and k.item in ('income_general_public_budget', 'income_government_fund', 'income_state_capital')
            then 'group'
        -- Each of its lists has a level of its own: none is counted together with another.
        when k.is_summary and i.side = 'expenditure' and i.line_level = 'group' then 'detail'
        when k.is_summary and k.item in ('personnel_total', 'public_total') then 'detail'
        when
            k.has_functions
            and k.item in (
                'basic_expenditure', 'project_expenditure', 'remitted_to_superior', 'subsidy_to_affiliated',
                'operating_expenditure'
            )
            then 'group'
        when k.item is not null then coalesce(i.line_level, 'detail')
        when k.function_code is not null
            then case length(k.function_code) when 3 then 'class' when 5 then 'group' else 'item' end
        when k.economic_code is not null and (k.has_functions or k.has_kinds) then 'item'
        when k.economic_code is not null
            then case length(k.economic_code) when 3 then 'class' else 'group' end
        when k.unit_code is not null
            then case k.unit_depth when 1 then 'class' when 2 then 'group' else 'item' end
    end as line_level,
    k.form_id in (select form_id from unruled) as is_unruled,
    -- What stood last in a narrow row of a text was blank, or something was lost before it: its sums tell.
    k.form_id in (select form_id from unruled union all select form_id from narrow) as is_weak,
    {{ to_number('k.compact_text') }} as printed_number,
    {{ half_digit('k.compact_text') }} as printed_half_digit
from with_depth as k
left join {{ ref('items') }} as i on k.item = i.item
left join appropriated as p on k.form_id = p.form_id
