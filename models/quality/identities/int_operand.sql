-- depends_on: {{ ref('int_set_aside') }}
{{ config(schema='intermediate') }}
with lines as (
    select
        f.line_id,
        f.document_id,
        f.stage,
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
        a.printed_line as source_row_id,
        a.card_id,
        a.position,
        a.lane,
        a.side,
        a.form_id,
        -- A number of things is no rounded amount.
        cast(case when a.measure_kind = 'quantity' then 0 else a.printed_half_digit * a.factor end as decimal(24, 8))
            as half_digit
    from {{ ref('int_budget_line') }} as f
    inner join {{ ref('int_amount') }} as a on f.line_id = a.amount_id
    where a.is_main_scope
)

{{ operand_columns('lines') }}
