-- A printed amount is in the fact or in the list of unplaced ones, never in both and never in neither:
-- who adds up the fact must be able to name everything that is missing from the sum.
with amounts as (
    select
        amount_id,
        document_id,
        form_id,
        page,
        table_number,
        row_number,
        column_number,
        amount_text,
        'int_amount' as place
    from {{ ref('int_amount') }}
    union all by name
    select
        line_id as amount_id,
        document_id,
        page,
        table_number,
        row_number,
        column_number,
        amount_text,
        'fct_budget_line' as place
    from {{ ref('fct_budget_line') }}
    union all by name
    select
        amount_id,
        document_id,
        page,
        table_number,
        row_number,
        column_number,
        amount_text,
        'dq_unplaced_amount' as place
    from {{ ref('dq_unplaced_amount') }}
    -- Figures of which no step made an amount are listed straight from their cells.
    where statement is not null
),

counted as (
    select
        amount_id,
        any_value(document_id) as document_id,
        any_value(form_id) as form_id,
        any_value(page) as page,
        any_value(table_number) as table_number,
        any_value(row_number) as row_number,
        any_value(column_number) as column_number,
        any_value(amount_text) as amount_text,
        list(place order by place) as places
    from amounts
    group by amount_id
)

select
    c.document_id,
    f.title as form,
    c.page,
    c.table_number,
    c.row_number,
    c.column_number,
    c.amount_text,
    c.amount_id,
    c.places
from counted as c
left join {{ ref('int_form') }} as f on c.form_id = f.form_id
where c.places not in (['fct_budget_line', 'int_amount'], ['dq_unplaced_amount', 'int_amount'])
