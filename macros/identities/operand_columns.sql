{# The columns by which identities select amounts, added to a relation of lines: `line_key`, `line_name`
   and `tags`. The facts and the candidates for lost columns are selected by the same words. #}
{% macro operand_columns(lines) -%}
    select
        l.*,
        case
            when l.line_level = 'detail' then coalesce(l.card_id, l.source_row_id)
            else concat_ws('/', l.item, l.function_code, l.economic_code, l.unit_code, l.project_code)
        end as line_key,
        coalesce(l.name_text, l.item, l.function_code, l.economic_code, l.unit_code, l.project_code) as line_name,
        list_filter(
            [
                'stage:' || l.stage,
                'measure:' || l.measure,
                'fund:' || l.fund,
                'basis:' || l.value_basis,
                'item:' || l.item,
                'economic:' || l.economic_code,
                case
                    when
                        i.side = 'income' and l.line_level = 'class'
                        and l.item not in ('opening_balance', 'use_of_non_appropriation_balance')
                        then 'kind:income'
                end,
                case when l.line_level = 'detail' then 'kind:detail' else 'kind:line' end,
                case when l.card_id is not null and l.measure = 'total' then 'kind:card_total' end,
                case when l.line_level in ('total', 'class') and l.unit_code is null then 'kind:main' end,
                case when l.unit_code is not null and l.line_level != 'detail' then 'kind:unit' end,
                case
                    when l.function_code is not null and l.line_level = 'class' and l.unit_code is null
                        then 'kind:function_class'
                end,
                case
                    when length(l.economic_code) = 3 and l.line_level in ('class', 'item') then 'kind:economic_class'
                end,
                case
                    when l.function_code is not null and l.line_level != 'detail' and l.unit_code is null
                        then 'code:function'
                end,
                case
                    when l.item in ('opening_balance', 'use_of_non_appropriation_balance') and l.amount != 0
                        then 'carried:' || l.stage
                end
            ],
            lambda tag: tag is not null
        ) as tags
    from {{ lines }} as l
    left join {{ ref('items') }} as i on l.item = i.item
{%- endmacro %}
