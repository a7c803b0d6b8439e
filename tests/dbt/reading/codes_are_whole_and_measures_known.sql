-- Every measure of the fact is one of its statement's and no digit of a code is cut off.
select
    l.document_id,
    l.statement,
    l.page,
    l.table_number,
    l.row_number,
    l.column_number,
    l.name_text,
    l.amount_text,
    l.measure,
    l.function_code,
    l.economic_code
from {{ ref('int_budget_line') }} as l
left join {{ ref('statement_measures') }} as m on l.statement = m.statement and l.measure = m.measure
where
    m.measure is null
    or not regexp_full_match(coalesce(l.function_code, '201'), '\d{3}(\d{2}){0,2}')
    or not regexp_full_match(coalesce(l.economic_code, '301'), '\d{3}(\d{2})?')
