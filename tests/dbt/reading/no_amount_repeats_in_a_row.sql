-- One printed row has one figure for a line, measure, fund and basis: two mean that two columns were taken
-- for the same one, and a sum over the fact would count twice.
select
    any_value(l.document_id) as document_id,
    any_value(f.title) as form,
    any_value(l.page) as page,
    any_value(l.table_number) as table_number,
    any_value(l.row_number) as row_number,
    list(l.column_number order by l.column_number) as column_numbers,
    list(l.amount_text order by l.column_number) as amount_texts,
    l.measure,
    l.fund,
    l.value_basis
from {{ ref('int_budget_line') }} as l
inner join {{ ref('int_amount') }} as a on l.line_id = a.amount_id
inner join {{ ref('int_form') }} as f on a.form_id = f.form_id
group by
    a.form_id, a.printed_line, l.function_code, l.economic_code, l.unit_code, l.project_code, l.item,
    l.measure, l.fund, l.value_basis
having count(*) > 1
