-- How far are the final accounts from the budget? Needs both stages of a bureau and year; the “三公” form of
-- final accounts prints both itself, so that it can always be compared.
with three_public as (
    select
        document_id,
        bureau_id,
        fiscal_year,
        measure,
        max(amount) filter (where value_basis = 'budget') as budget,
        max(amount) filter (where value_basis = 'final') as final
    from fct_budget_line
    where statement = 'three_public' and stage = 'final'
    group by all
),

disclosed as (
    select
        b.bureau_id,
        b.fiscal_year,
        b.expenditure_of_year as budget,
        f.expenditure_of_year as final
    from mart_disclosure as b
    inner join mart_disclosure as f
        on b.bureau_id = f.bureau_id and b.fiscal_year = f.fiscal_year and b.scope = f.scope
    where b.stage = 'budget' and f.stage = 'final'
),

compared as (
    select
        bureau_id,
        fiscal_year,
        'three_public: ' || measure as what,
        budget,
        final
    from three_public
    union all
    select
        bureau_id,
        fiscal_year,
        'expenditure of the year' as what,
        budget,
        final
    from disclosed
)

select
    d.name as bureau_name,
    c.fiscal_year,
    c.what,
    c.budget as budget_yuan,
    c.final as final_yuan,
    round(100 * c.final / nullif(c.budget, 0), 1) as percent_of_budget
from compared as c
inner join dim_bureau as d on c.bureau_id = d.bureau_id
where coalesce(c.budget, 0) != 0 or coalesce(c.final, 0) != 0
order by bureau_name, fiscal_year, what
