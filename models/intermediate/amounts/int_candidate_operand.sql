-- The candidates as operands of identities: what the fact would be if each amount stood in each of its columns.
-- Amounts of lines or units that are not known can't be any.
with lines as (
    select
        c.candidate_id as line_id,
        p.amount_id,
        p.document_id,
        p.stage,
        p.statement,
        p.line_level,
        c.item,
        p.function_code,
        p.economic_code,
        p.unit_code,
        p.project_code,
        c.measure,
        c.fund,
        c.value_basis,
        cast(p.printed_number * c.factor as decimal(20, 2)) as amount,
        p.amount_text,
        p.name_text,
        p.printed_line as source_row_id,
        p.card_id,
        p.position,
        p.lane,
        p.side,
        p.form_id,
        cast(p.printed_half_digit * c.factor as decimal(24, 8)) as half_digit
    from {{ ref('int_amount_candidate') }} as c
    inner join {{ ref('int_printed_amount') }} as p on c.amount_id = p.amount_id
    where
        c.measure is not null
        and p.is_main_scope
        and c.factor is not null
        and coalesce(p.reason_code, '') in ('', 'columns_lost', 'row_misaligned')
        and coalesce(c.item, p.function_code, p.economic_code, p.unit_code, p.project_code) is not null
        and not p.is_torn
        and not p.is_comparison
        and not (p.is_of_other_classification and p.line_level is distinct from 'total')
        and abs(p.printed_number * c.factor) < 1e16
        -- Only documents with something to find.
        and p.document_id in (
            select document_id from {{ ref('int_printed_amount') }}
            where reason_code is not null or is_weak or is_unsure
        )
)

{{ operand_columns('lines') }}
