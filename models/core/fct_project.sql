with amounts as (
    select
        f.*,
        coalesce(c.form_id, f.source_row_id) as project_line_id,
        coalesce(c.project_name, f.name_text) as project_name
    from {{ ref('fct_budget_line') }} as f
    inner join {{ ref('int_amount') }} as a on f.line_id = a.amount_id
    left join {{ ref('int_project_card') }} as c on a.form_id = c.form_id and f.project_code = c.project_code
    where f.statement = 'projects' and f.line_level = 'detail'
)

select
    project_line_id,
    document_id,
    bureau_id,
    fiscal_year,
    stage,
    scope,
    project_code,
    project_name,
    unit_code,
    -- A form for one project prints its total more than once.
    cast(max(amount) filter (where measure = 'total') as decimal(20, 2)) as total,
    cast(sum(amount) filter (where measure = 'general_public_budget') as decimal(20, 2)) as general_public_budget,
    cast(sum(amount) filter (where measure = 'government_fund') as decimal(20, 2)) as government_fund,
    cast(sum(amount) filter (where measure = 'state_capital') as decimal(20, 2)) as state_capital,
    cast(sum(amount) filter (where measure like 'carryover%') as decimal(20, 2)) as carryover,
    cast(sum(amount) filter (where measure = 'fiscal_account') as decimal(20, 2)) as fiscal_account,
    cast(sum(amount) filter (where measure = 'unit_funds') as decimal(20, 2)) as unit_funds,
    min(page) as page,
    cast(min(row_number) as integer) as row_number
from amounts
group by all
