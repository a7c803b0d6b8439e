{{ config(materialized='sliced') }}
with operands as (
    select * from {{ ref('int_identity_operand') }}
    where {{ in_slice('document_id') }}
    union all by name
    select * from {{ ref('int_identity_documents') }}
    where {{ in_slice('document_id') }}
    union all by name
    select * from {{ ref('int_narrative_operand') }}
    where {{ in_slice('document_id') }}
    union all by name
    select * from {{ ref('int_narrative_comparison_operand') }}
    where {{ in_slice('document_id') }}
),

summed as (
    select
        identity_id,
        scope,
        document_id,
        statement,
        group_key,
        arg_min(line_name, (case term_side when 'left' then 0 else 1 end, coalesce(line_id, ''))) as line_name,
        arg_min(line_key, (case term_side when 'left' then 0 else 1 end, coalesce(line_id, ''))) as line_key,
        arg_min(side, (case term_side when 'left' then 0 else 1 end, coalesce(line_id, ''))) as side,
        case when scope not in ('line', 'statements') then min(measure) end as measure,
        case when scope not in ('fund', 'statements') then min(fund) end as fund,
        min(value_basis) as value_basis,
        sum(amount * weight) filter (where term_side = 'left') as left_amount,
        sum(amount * weight) filter (where term_side = 'right') as right_amount,
        sum(half_digit * abs(weight)) as half_digits,
        coalesce(list(line_id order by line_id) filter (where term_side = 'left' and line_id is not null), [])
            as left_line_ids,
        coalesce(list(line_id order by line_id) filter (where term_side = 'right' and line_id is not null), [])
            as right_line_ids,
        min(missing_zh) as missing
    from operands
    group by identity_id, scope, document_id, statement, group_key
),

-- What a header says to be of another year, or a line of another classification, is no operand of anything; in lines
-- of words it isn't known which figure that is.
unplaced as (
    select
        document_id,
        statement,
        printed_line,
        side,
        count(*) as amounts
    from {{ ref('int_amount') }}
    where
        reason_code is not null
        -- What is printed again is an operand all the same.
        and reason_code != 'line_printed_again'
        and not (reason_code in ('column_out_of_scope', 'line_out_of_scope') and figure_order is null)
    group by all
),

-- An amount of the same printed line that isn't placed may be an operand …
unplaced_in_rows as (
    select
        identity_id,
        document_id,
        statement,
        group_key,
        sum(amounts) as amounts
    from (
        select distinct
            o.identity_id,
            o.document_id,
            o.statement,
            o.group_key,
            u.printed_line,
            u.side,
            u.amounts
        from operands as o
        inner join unplaced as u on o.source_row_id = u.printed_line
        where o.scope in ('line', 'fund', 'repeats', 'statements', 'documents', 'narrative')
    )
    group by all
),

-- … and where lines are added up, any amount of the form on the same side of it.
unplaced_in_forms as (
    select
        document_id,
        statement,
        sum(amounts) as amounts,
        coalesce(sum(amounts) filter (where side = 'income' or side is null), 0) as income_amounts,
        coalesce(sum(amounts) filter (where side = 'expenditure' or side is null), 0) as expenditure_amounts
    from unplaced
    group by all
),

summing_terms as (
    select
        t.identity_id,
        t.statement
    from {{ ref('identity_terms') }} as t
    inner join {{ ref('identities') }} as i on t.identity_id = i.identity_id
    where i.scope = 'statements' and not contains(coalesce(i.matched_by, ''), 'measure')
    qualify
        count(*) over (partition by t.identity_id, t.side) > 1
        or contains(t.selector, 'kind:detail')
),

unplaced_in_terms as (
    select
        t.identity_id,
        u.document_id,
        sum(u.amounts) as amounts
    from (select distinct * from summing_terms) as t
    inner join unplaced_in_forms as u on t.statement = u.statement
    group by all
),

unplaced_in_units as (
    select
        p.document_id,
        u.statement,
        sum(u.amounts) as amounts
    from {{ ref('int_document_pair') }} as p
    inner join unplaced_in_forms as u on p.other_document_id = u.document_id
    where p.pairing = 'units'
    group by all
),

judged as (
    select
        s.* exclude (left_amount, right_amount),
        cast(s.left_amount as decimal(20, 2)) as left_amount,
        cast(s.right_amount as decimal(20, 2)) as right_amount,
        i.family,
        i.relation,
        i.name_zh,
        i.name_en,
        cast(s.left_amount - s.right_amount as decimal(20, 2)) as difference,
        cast(s.half_digits as decimal(20, 4)) as tolerance,
        case
            when s.scope in ('line', 'fund', 'repeats', 'narrative') then coalesce(r.amounts, 0)
            when i.pairing = 'units' then coalesce(n.amounts, r.amounts, 0)
            when s.scope = 'documents' then coalesce(r.amounts, 0)
            when s.scope = 'statements' then coalesce(t.amounts, r.amounts, 0)
            when s.side is null or s.identity_id = 'summary_both_sides' then coalesce(f.amounts, 0)
            when s.side = 'income' and f.income_amounts > 0 then f.amounts
            when s.side = 'expenditure' and f.expenditure_amounts > 0 then f.amounts
            else 0
        end as unplaced_amounts
    from summed as s
    inner join {{ ref('identities') }} as i on s.identity_id = i.identity_id
    left join unplaced_in_rows as r
        on
            s.identity_id = r.identity_id and s.document_id = r.document_id and s.statement = r.statement
            and s.group_key = r.group_key
    left join unplaced_in_forms as f on s.document_id = f.document_id and s.statement = f.statement
    left join unplaced_in_terms as t on s.identity_id = t.identity_id and s.document_id = t.document_id
    left join unplaced_in_units as n on s.document_id = n.document_id and s.statement = n.statement
),

decided as (
    select
        *,
        case
            when left_amount is null or right_amount is null or unplaced_amounts > 0 then 'not_evaluable'
            when relation = '=' and difference = 0 then 'pass'
            when relation = '=' and abs(difference) <= tolerance then 'rounding'
            -- Units are missing from the warehouse: that the others have less than the department is no break.
            when missing is not null and difference > 0 then 'not_evaluable'
            when relation = '≥' and difference >= 0 then 'pass'
            when relation = '≥' and -difference <= tolerance then 'rounding'
            when relation = '≤' and difference <= 0 then 'pass'
            when relation = '≤' and difference <= tolerance then 'rounding'
            else 'break'
        end as status
    from judged
    -- A bound is no identity where what it bounds isn't printed.
    where not (relation = '≥' and right_amount is null) and not (relation = '≤' and left_amount is null)
)

select
    {{ stable_key(['d.identity_id', 'd.document_id', 'd.statement', 'd.group_key']) }} as result_id,
    d.identity_id,
    d.family,
    d.document_id,
    p.bureau_name,
    p.fiscal_year,
    p.stage,
    d.statement,
    d.line_name as line,
    d.line_key,
    d.measure,
    d.fund,
    d.value_basis,
    d.relation,
    d.left_amount,
    d.right_amount,
    d.difference,
    d.tolerance,
    d.status,
    d.left_line_ids,
    d.right_line_ids,
    case d.scope when 'narrative' then d.group_key end as claim_id,
    coalesce(p.bureau_name, d.document_id) || ' ' || coalesce(cast(p.fiscal_year as varchar), '?') || ' '
    || concat_ws(' · ', coalesce(s.name_zh, '文字说明'), d.line_name, m.name_zh) || '：' || d.name_zh
    || case d.status
        when 'pass' then '，相符'
        when 'rounding'
            then
                '，' || d.left_amount || ' 与 ' || d.right_amount || ' 差 ' || d.difference || ' 元，在四舍五入范围（±'
                || d.tolerance || ' 元）内'
        when 'break'
            then
                '，不符：' || d.left_amount || ' 与 ' || d.right_amount || ' 相差 ' || d.difference || ' 元（容差 '
                || d.tolerance || ' 元）'
        else
            '，无法核对：'
            || case
                when d.unplaced_amounts > 0 then '有 ' || d.unplaced_amounts || ' 个金额尚未归列'
                when d.missing is not null then d.missing
                when d.left_amount is null then '左方金额未列示'
                else '右方金额未列示'
            end
    end as message
from decided as d
left join {{ ref('int_document_profile') }} as p on d.document_id = p.document_id
left join {{ ref('statements') }} as s on d.statement = s.statement
left join {{ ref('measures') }} as m on d.measure = m.measure
