-- depends_on: {{ ref('int_set_aside') }}
-- Findings about figures of the forms: one for each group of breaks, with the figure, figures or line to blame.
{{ config(schema='intermediate') }}
with blamed as (
    select
        b.group_number,
        max(b.explanations) as explanations,
        bool_or(b.is_moved) as is_moved,
        min(b.result_ids) as result_ids,
        list(b.line_id order by b.line_id) filter (where b.rank = 1 and b.line_id is not null) as line_ids,
        list(b.suggested_amount order by b.line_id) filter (where b.rank = 1 and b.line_id is not null)
            as suggested_amounts,
        list(distinct b.line_id order by b.line_id) filter (where b.rank > 1 and b.line_id is not null)
            as other_line_ids,
        min(b.result_id) filter (where b.rank = 1) as lacking_result_id,
        max(b.suggested_amount) filter (where b.rank = 1 and b.result_id is not null) as lacking_amount,
        count(*) filter (where b.rank = 1 and b.result_id is not null) as lacking_sums
    from {{ ref('int_blame') }} as b
    group by b.group_number
),

broken as (
    select
        b.group_number,
        r.result_id,
        r.identity_id,
        r.difference,
        r.left_amount,
        r.right_amount,
        r.left_line_ids,
        r.right_line_ids,
        r.line,
        i.name_zh,
        i.name_en
    from (select group_number, unnest(result_ids) as result_id from blamed) as b
    inner join {{ ref('dq_identity_result') }} as r on b.result_id = r.result_id
    inner join {{ ref('dim_identity') }} as i on r.identity_id = i.identity_id
),

methods as (
    select
        b.group_number,
        bool_or(o.method != 'read') as is_inferred
    from (
        select group_number, unnest(left_line_ids || right_line_ids) as line_id
        from broken
    ) as b
    inner join {{ ref('int_operand') }} as o on b.line_id = o.line_id
    group by b.group_number
),

-- The break that is named as the example: the largest.
examples as (
    select
        group_number,
        count(*) as breaks,
        max(abs(difference)) as largest_difference,
        arg_max(difference, (abs(difference), result_id)) as difference,
        arg_max(name_zh, (abs(difference), result_id)) as name_zh,
        arg_max(name_en, (abs(difference), result_id)) as name_en,
        arg_max(left_amount, (abs(difference), result_id)) as left_amount,
        arg_max(right_amount, (abs(difference), result_id)) as right_amount,
        arg_max(coalesce(left_line_ids[1], right_line_ids[1]), (abs(difference), result_id)) as line_id
    from broken
    group by group_number
),

-- Where a finding is shown: the figure to blame, else the sum that lacks a line, else a figure of the largest break.
shown as (
    select
        b.*,
        e.* exclude (group_number, line_id),
        m.is_inferred,
        case
            when b.explanations = 0 then 'none'
            when b.is_moved then 'moved'
            when b.lacking_result_id is not null and b.line_ids is null then 'line'
            when len(b.line_ids) > 1 then 'figures'
            else 'figure'
        end as cause,
        coalesce(b.line_ids[1], r.left_line_ids[1], e.line_id) as line_id,
        b.suggested_amounts[1] as suggested_amount
    from blamed as b
    inner join examples as e on b.group_number = e.group_number
    inner join methods as m on b.group_number = m.group_number
    left join {{ ref('dq_identity_result') }} as r on b.lacking_result_id = r.result_id
),

-- A line that is printed, with the amount that one sum lacks in another column, and blank in the sum's own.
blanks as (
    select
        s.group_number,
        min(o.name_text) as blank_line
    from shown as s
    inner join {{ ref('int_operand') }} as p on s.line_id = p.line_id
    inner join {{ ref('int_operand') }} as o
        on
            p.form_id = o.form_id and p.fund = o.fund and p.value_basis = o.value_basis and p.measure != o.measure
            and abs(o.amount - s.lacking_amount) <= o.half_digit
    where
        s.cause = 'line' and s.lacking_sums = 1 and o.name_text is not null
        and length(coalesce(o.function_code, o.economic_code)) > length(coalesce(p.function_code, p.economic_code, ''))
        and starts_with(coalesce(o.function_code, o.economic_code), coalesce(p.function_code, p.economic_code, ''))
        and not exists (
            select 1 from {{ ref('int_operand') }} as b
            where
                b.source_row_id = o.source_row_id and b.measure = p.measure and b.fund = p.fund
                and b.value_basis = p.value_basis
        )
    group by s.group_number
    having count(distinct o.source_row_id) = 1
),

largest as (
    select
        document_id,
        max(abs(amount)) as amount
    from {{ ref('int_budget_line') }}
    group by document_id
),

placed as (
    select
        s.* exclude (cause),
        case when b.group_number is not null then 'blank' else s.cause end as cause,
        replace(b.blank_line, ' ', '') as blank_line,
        l.document_id,
        l.statement,
        l.source_row_id,
        l.page,
        l.table_number,
        l.row_number,
        l.column_number,
        l.bbox,
        coalesce(
            case when regexp_matches(l.name_text, '\p{Han}') then replace(l.name_text, ' ', '') else l.name_text end,
            t.name_zh, l.function_code, l.economic_code, l.unit_code
        ) as line,
        l.function_code,
        l.measure,
        l.fund,
        l.amount,
        l.amount_text,
        l.unit_text,
        -- As the form would print it: in its unit, with as many decimals.
        cast(
            s.suggested_amount / coalesce(u.yuan, 1) as decimal(24, 6)
        ) as suggested_figure,
        length(regexp_extract(l.amount_text, '[.．](\d+)', 1)) as decimals,
        st.name_zh as statement_zh,
        st.name_en as statement_en,
        -- The column: its measure, with the fund and the basis where a form prints several.
        concat_ws(
            '·', case when l.fund != st.default_fund then fu.name_zh end, me.name_zh
        ) || case
            when l.value_basis = l.stage then ''
            else '（' || case l.value_basis when 'final' then '决算数' when 'budget' then '预算数' else '年初预算数' end || '）'
        end as column_zh,
        concat_ws(
            ', ', me.name_en, case when l.fund != st.default_fund then fu.name_en end,
            case when l.value_basis != l.stage then replace(l.value_basis, '_', ' ') end
        ) as column_en,
        case
            when s.largest_difference >= 100000 or s.largest_difference >= 0.01 * g.amount
                then case when s.is_inferred then 'medium' else 'high' end
            else case when s.is_inferred then 'low' else 'medium' end
        end as severity
    from shown as s
    inner join {{ ref('int_budget_line') }} as l on s.line_id = l.line_id
    inner join largest as g on l.document_id = g.document_id
    left join blanks as b on s.group_number = b.group_number
    inner join {{ ref('statements') }} as st on l.statement = st.statement
    inner join {{ ref('measures') }} as me on l.measure = me.measure
    left join {{ ref('measures') }} as fu on l.fund = fu.measure
    left join {{ ref('items') }} as t on l.item = t.item
    left join {{ ref('units') }} as u on l.unit_text = u.unit_text
),

contradicted as (
    select
        *,
        case
            when decimals = 0 then split_part(cast(suggested_figure as varchar), '.', 1)
            else left(
                cast(suggested_figure as varchar), length(cast(suggested_figure as varchar)) - 6 + least(decimals, 6)
            )
        end as suggested_text
    from placed
),

amounts as (
    select
        {{ stable_key(["'amount_contradicted'", 'document_id', 'statement', 'line_id', 'cause']) }} as finding_id,
        'amount_contradicted' as kind,
        severity,
        document_id,
        statement,
        source_row_id,
        page,
        table_number,
        row_number,
        column_number,
        bbox,
        line,
        measure,
        fund,
        line_id,
        amount,
        amount_text,
        unit_text,
        case when cause in ('line', 'blank') then lacking_amount else suggested_amount end as suggested_amount,
        difference,
        is_inferred,
        cause,
        function_code,
        explanations = 1 as is_certain,
        coalesce(line_ids, []) as line_ids,
        coalesce(suggested_amounts, []) as suggested_amounts,
        coalesce(other_line_ids, []) as other_line_ids,
        result_ids,
        {{ places(
            form_zh='statement_zh', form_en='statement_en', line='line', column_zh='column_zh', column_en='column_en',
            printed="amount_text || coalesce(' ' || unit_text, '')", breaks='breaks', suggested='suggested_text',
            figures='len(line_ids)', other_figures='len(line_ids) - 1', lacking='lacking_amount', blank_line='blank_line',
            others='case when explanations > 1 then explanations - 1 end', identity_zh='name_zh', identity_en='name_en',
            left='left_amount', right='right_amount', difference='difference',
            inferred='case when is_inferred then true end'
        ) }} as places
    from contradicted
)

select
    a.* exclude (places),
    {{ filled('t.text_zh || e.text_zh', 'a.places') }} as finding_zh,
    {{ filled('t.text_en || e.text_en', 'a.places') }} as finding_en
from amounts as a
left join {{ ref('finding_texts') }} as t on a.kind = t.kind and a.cause = t.variant
left join {{ ref('finding_texts') }} as e on a.kind = e.kind and e.variant = 'example'
