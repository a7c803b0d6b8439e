-- A summary may list its expenditure by function, by kind and by economic class side by side: each list adds up to the
-- total, so a level that two of them had would be counted twice.
with listed as (
    select
        l.document_id,
        l.scope,
        l.statement,
        l.line_level,
        l.measure,
        l.fund,
        l.value_basis,
        case
            when l.function_code is not null then 'function'
            when l.economic_code is not null then 'economic class'
            when i.side = 'expenditure' and contains(l.item, '_expenditure') then 'kind'
        end as list,
        l.line_id
    from {{ ref('int_budget_line') }} as l
    inner join {{ ref('statements') }} as s on l.statement = s.statement
    left join {{ ref('items') }} as i on l.item = i.item
    where
        s.has_lanes and s.line_key = 'item' and l.line_level not in ('total', 'detail')
        and not l.is_printed_again
)

select
    document_id,
    scope,
    statement,
    line_level,
    measure,
    fund,
    value_basis,
    list(distinct list) as lists,
    any_value(line_id) as example_line_id
from listed
where list is not null
group by document_id, scope, statement, line_level, measure, fund, value_basis
having count(distinct list) > 1
