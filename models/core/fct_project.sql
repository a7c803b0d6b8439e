select
    f.source_row_id as project_line_id,
    f.document_id,
    f.bureau_id,
    f.fiscal_year,
    f.stage,
    f.scope,
    f.project_code,
    f.name_text as project_name,
    f.unit_code,
    cast(sum(f.amount) filter (where f.measure = 'total') as decimal(20, 2)) as total,
    cast(
        sum(f.amount) filter (where f.measure = 'general_public_budget') as decimal(20, 2)
    ) as general_public_budget,
    cast(sum(f.amount) filter (where f.measure = 'government_fund') as decimal(20, 2)) as government_fund,
    cast(sum(f.amount) filter (where f.measure = 'state_capital') as decimal(20, 2)) as state_capital,
    cast(sum(f.amount) filter (where f.measure like 'carryover%') as decimal(20, 2)) as carryover,
    cast(sum(f.amount) filter (where f.measure = 'fiscal_account') as decimal(20, 2)) as fiscal_account,
    cast(sum(f.amount) filter (where f.measure = 'unit_funds') as decimal(20, 2)) as unit_funds,
    f.page,
    f.row_number
from {{ ref('fct_budget_line') }} as f
where f.statement = 'projects' and f.line_level = 'detail'
group by all
