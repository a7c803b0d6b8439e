with chosen as (
    select
        document_id,
        bureau_name,
        kind,
        city,
        district
    from {{ ref('mart_disclosure') }}
),

-- A form by unit prints a code for each unit: the units' figures add up, where no line is for all of them.
lines_of_all_units as (
    select
        document_id,
        bureau_id,
        fiscal_year,
        stage,
        scope,
        statement,
        function_code,
        measure,
        cast(
            coalesce(arg_min(amount, {{ printed_place() }}) filter (where unit_code is null), sum(amount))
            as decimal(20, 2)
        ) as amount
    from {{ ref('fct_budget_line') }}
    where
        function_code is not null and line_level != 'detail' and value_basis = stage
        and (statement = 'gpb_expenditure' or (statement in ('expenditure', 'summary') and fund = 'all'))
    group by all
),

lines as (
    select
        f.document_id,
        f.bureau_id,
        f.fiscal_year,
        f.stage,
        f.scope,
        f.function_code,
        min(f.amount) filter (where f.statement = 'expenditure' and f.measure = 'total_expenditure')
            as form_total,
        min(f.amount) filter (where f.statement = 'summary' and f.measure = 'amount') as summary_total,
        min(f.amount) filter (where f.statement = 'expenditure' and f.measure = 'basic_expenditure')
            as basic_expenditure,
        min(f.amount) filter (where f.statement = 'expenditure' and f.measure = 'project_expenditure')
            as project_expenditure,
        min(f.amount) filter (where f.statement = 'gpb_expenditure' and f.measure = 'total_expenditure')
            as general_public_budget_expenditure
    from lines_of_all_units as f
    group by all
)

select
    l.bureau_id,
    c.bureau_name,
    c.kind,
    c.city,
    c.district,
    l.fiscal_year,
    l.stage,
    l.scope,
    l.document_id,
    l.function_code,
    d.name as function_name,
    d.level as function_level,
    coalesce(l.form_total, l.summary_total) as total_expenditure,
    l.basic_expenditure,
    l.project_expenditure,
    l.general_public_budget_expenditure,
    cast(
        coalesce(l.form_total, l.summary_total) / nullif(m.expenditure_of_year, 0) as decimal(9, 4)
    ) as share_of_expenditure
from lines as l
inner join chosen as c on l.document_id = c.document_id
left join {{ ref('dim_function') }} as d on l.function_code = d.function_code and l.fiscal_year = d.fiscal_year
left join {{ ref('mart_disclosure') }} as m on l.document_id = m.document_id
where coalesce(l.form_total, l.summary_total, l.general_public_budget_expenditure) is not null
