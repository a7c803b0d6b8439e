{# Every operand of every identity within one document, at each place where the identity applies. #}
{% macro identity_operands(operands) -%}
    with terms as (
        {{ declared_operands(operands) }}
        union all by name
        {{ children_operands(operands) }}
        union all by name
        {{ repeated_operands(operands) }}
    )

    select
        t.identity_id,
        t.scope,
        t.term_side,
        t.selector,
        t.weight,
        o.line_id,
        o.document_id,
        coalesce(t.statement, o.statement) as statement,
        o.form_id,
        o.source_row_id,
        case when t.is_orphan then 'total' else o.line_key end as line_key,
        case when t.is_orphan then '合计' else o.line_name end as line_name,
        o.side,
        o.measure,
        o.fund,
        o.value_basis,
        o.amount,
        o.half_digit,
        t.group_key
    from terms as t
    inner join {{ operands }} as o on t.line_id = o.line_id
{%- endmacro %}
