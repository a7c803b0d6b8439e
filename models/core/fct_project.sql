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
    sum(f.amount) filter (where f.measure = 'total') as total,
    sum(f.amount) filter (where f.measure = 'general_public_budget') as general_public_budget,
    sum(f.amount) filter (where f.measure = 'government_fund') as government_fund,
    sum(f.amount) filter (where f.measure = 'state_capital') as state_capital,
    sum(f.amount) filter (where f.measure like 'carryover%') as carryover,
    sum(f.amount) filter (where f.measure = 'fiscal_account') as fiscal_account,
    sum(f.amount) filter (where f.measure = 'unit_funds') as unit_funds,
    f.page,
    f.row_number
from {{ ref('fct_budget_line') }} as f
where f.statement = 'projects' and f.line_level = 'detail'
group by all
