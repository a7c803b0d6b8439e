-- A sum over the fact counts each line once: no document has two amounts of one statement, line, measure, fund and
-- basis. A line of a list of purchases is its row; of a project's own
-- form the amounts are told by their measure, and what it is spent on by its name.
select
    l.document_id,
    l.scope,
    l.statement,
    l.function_code,
    l.economic_code,
    l.unit_code,
    l.project_code,
    l.item,
    l.measure,
    l.fund,
    l.value_basis,
    count(*) as amounts,
    list(l.line_id order by l.page, l.table_number, l.row_number, l.column_number) as line_ids
from {{ ref('int_budget_line') }} as l
inner join {{ ref('int_amount') }} as a on l.line_id = a.amount_id
where not l.is_printed_again
group by
    l.document_id, l.scope, l.statement, l.function_code, l.economic_code, l.unit_code, l.project_code, l.item,
    l.measure, l.fund, l.value_basis,
    case
        when l.line_level = 'detail' and (a.card_id is null or l.measure = 'spending_item')
            then {{ compact('l.name_text') }}
    end,
    case when l.line_level = 'detail' and a.line_key = 'detail' then a.printed_line end
having count(*) > 1
