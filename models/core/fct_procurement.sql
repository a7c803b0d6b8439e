with details as (
    select
        f.*,
        l.project_name,
        l.item_name
    from {{ ref('fct_budget_line') }} as f
    inner join {{ ref('int_line') }} as l on f.source_row_id = l.row_id
    where f.statement in ('procurement', 'service_purchases', 'assets') and f.line_level = 'detail'
)

select
    source_row_id as procurement_line_id,
    document_id,
    bureau_id,
    fiscal_year,
    stage,
    scope,
    statement,
    unit_code,
    regexp_replace(project_name, '\s+', '', 'g') as project_name,
    regexp_replace(item_name, '\s+', '', 'g') as item_name,
    function_code,
    economic_code,
    cast(
        sum(amount) filter (where measure in ('quantity', 'quantity_requested')) as decimal(20, 2)
    ) as quantity,
    cast(sum(amount) filter (where measure = 'unit_price') as decimal(20, 2)) as unit_price,
    cast(sum(amount) filter (where measure = 'total') as decimal(20, 2)) as total,
    cast(
        sum(amount) filter (where measure = 'small_medium_enterprises') as decimal(20, 2)
    ) as small_medium_enterprises,
    cast(
        sum(amount) filter (where measure = 'small_micro_enterprises') as decimal(20, 2)
    ) as small_micro_enterprises,
    cast(sum(amount) filter (where measure = 'approved_total') as decimal(20, 2)) as approved_total,
    page,
    row_number
from details
group by all
