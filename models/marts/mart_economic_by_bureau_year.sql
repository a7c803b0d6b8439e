with lines as (
    select
        document_id,
        bureau_id,
        fiscal_year,
        stage,
        scope,
        economic_code,
        arg_min(amount, {{ printed_place() }}) filter (where measure = 'total_expenditure') as total_expenditure
    from {{ ref('fct_budget_line') }}
    where statement = 'gpb_basic_expenditure' and economic_code is not null and value_basis = stage
    group by all
)

select
    l.bureau_id,
    m.bureau_name,
    m.kind,
    m.city,
    m.district,
    l.fiscal_year,
    l.stage,
    l.scope,
    l.document_id,
    l.economic_code,
    d.name as economic_name,
    d.level as economic_level,
    l.total_expenditure,
    cast(
        l.total_expenditure / nullif(m.personnel_expenditure + m.public_expenditure, 0) as decimal(9, 4)
    ) as share_of_basic_expenditure
from lines as l
inner join {{ ref('mart_disclosure') }} as m on l.document_id = m.document_id
left join {{ ref('dim_economic') }} as d on l.economic_code = d.economic_code and l.fiscal_year = d.fiscal_year
where l.total_expenditure is not null
