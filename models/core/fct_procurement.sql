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
    sum(amount) filter (where measure in ('quantity', 'quantity_requested')) as quantity,
    sum(amount) filter (where measure = 'unit_price') as unit_price,
    sum(amount) filter (where measure = 'total') as total,
    sum(amount) filter (where measure = 'small_medium_enterprises') as small_medium_enterprises,
    sum(amount) filter (where measure = 'small_micro_enterprises') as small_micro_enterprises,
    sum(amount) filter (where measure = 'approved_total') as approved_total,
    page,
    row_number
from details
group by all
