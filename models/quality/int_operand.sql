-- The amounts of the fact as operands of identities: with the tags that the declarations select by
-- (measure:, fund:, item:, economic:, kind:), the key of their line, and half of the last printed digit.
{{ config(schema='intermediate') }}
with lines as (
    select
        f.line_id,
        f.document_id,
        f.statement,
        f.line_level,
        f.item,
        f.function_code,
        f.economic_code,
        f.unit_code,
        f.project_code,
        f.measure,
        f.fund,
        f.value_basis,
        f.amount,
        f.amount_text,
        f.name_text,
        f.method,
        f.source_row_id,
        a.position,
        a.lane,
        a.side,
        a.form_id,
        cast(a.printed_half_digit * a.factor as decimal(24, 8)) as half_digit,
        i.side as item_side
    from {{ ref('fct_budget_line') }} as f
    inner join {{ ref('int_amount') }} as a on f.line_id = a.amount_id
    left join {{ ref('items') }} as i on f.item = i.item
)

select
    *,
    case
        when line_level = 'detail' then source_row_id
        else concat_ws('/', item, function_code, economic_code, unit_code, project_code)
    end as line_key,
    coalesce(name_text, item, function_code, economic_code, unit_code, project_code) as line_name,
    list_filter(
        [
            'measure:' || measure,
            'fund:' || fund,
            'item:' || item,
            'economic:' || economic_code,
            case
                when
                    item_side = 'income' and line_level = 'class'
                    and item not in ('opening_balance', 'use_of_non_appropriation_balance')
                    then 'kind:income'
            end,
            case when function_code is not null and line_level = 'class' then 'kind:function_class' end,
            case when economic_code is not null and line_level = 'class' then 'kind:economic_class' end
        ],
        lambda tag: tag is not null
    ) as tags
from lines
