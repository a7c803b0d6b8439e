with documents as (
    select
        d.document_id,
        d.bureau_id,
        d.fiscal_year,
        d.stage,
        d.scope,
        coalesce(sum(p.amounts_printed), 0) as amounts_printed,
        coalesce(sum(p.amounts_placed), 0) as amounts_placed
    from {{ ref('dim_document') }} as d
    left join {{ ref('dim_statement_presence') }} as p on d.document_id = p.document_id
    where d.status = 'built' and d.bureau_id is not null and d.fiscal_year is not null and d.stage is not null
    group by all
),

-- Of several publications of the same disclosure the fullest counts.
chosen as (
    select
        *,
        count(*) over (partition by bureau_id, fiscal_year, stage, scope) as publications,
        row_number() over (
            partition by bureau_id, fiscal_year, stage, scope order by amounts_placed desc, document_id
        ) as preference
    from documents
),

-- Of a line that a document prints more than once, what is printed first.
lines as (
    select
        document_id,
        arg_min(amount, place) filter (where statement = 'summary' and item = 'income_total' and measure = 'amount')
            as income_total,
        arg_min(amount, place) filter (
            where statement = 'summary' and item = 'income_current_total' and measure = 'amount'
        ) as income_of_year,
        arg_min(amount, place) filter (
            where statement = 'appropriation_summary' and item = 'income_total' and fund = 'all'
        ) as appropriation_total,
        arg_min(amount, place) filter (
            where statement = 'summary' and item = 'expenditure_current_total' and measure = 'amount'
        ) as summary_expenditure,
        arg_min(amount, place) filter (
            where statement = 'summary' and item = 'expenditure_total' and measure = 'amount'
        ) as expenditure_total,
        arg_min(amount, place) filter (
            where statement = 'expenditure' and item = 'total' and measure = 'total_expenditure'
        ) as form_expenditure,
        arg_min(amount, place) filter (
            where statement = 'expenditure' and item = 'total' and measure = 'basic_expenditure'
        ) as form_basic,
        arg_min(amount, place) filter (where statement = 'summary' and item = 'basic_expenditure') as summary_basic,
        arg_min(amount, place) filter (
            where statement = 'expenditure' and item = 'total' and measure = 'project_expenditure'
        ) as form_project,
        arg_min(amount, place) filter (where statement = 'summary' and item = 'project_expenditure') as summary_project,
        arg_min(amount, place) filter (
            where statement = 'gpb_expenditure' and item = 'total' and measure = 'total_expenditure'
        ) as general_public_budget_expenditure,
        arg_min(amount, place) filter (
            where statement = 'gpb_basic_expenditure'
            and (item = 'personnel_total' or (item = 'total' and measure = 'personnel_expenditure'))
        ) as personnel_expenditure,
        arg_min(amount, place) filter (
            where statement = 'gpb_basic_expenditure'
            and (item = 'public_total' or (item = 'total' and measure = 'public_expenditure'))
        ) as public_expenditure,
        arg_min(amount, place) filter (
            where statement = 'three_public' and item = 'total' and measure = 'total' and fund = 'all'
        ) as three_public_all,
        arg_min(amount, place) filter (
            where statement = 'three_public' and item = 'total' and measure = 'total'
            and fund = 'general_public_budget'
        ) as three_public_gpb
    from (select *, {{ printed_place() }} as place from {{ ref('fct_budget_line') }})
    -- Final accounts may print the budget beside the final figures.
    where value_basis = stage and (fund = 'all' or statement not in ('summary', 'expenditure'))
    group by document_id
),

figures as (
    select
        c.bureau_id,
        b.name as bureau_name,
        b.kind,
        b.city,
        b.district,
        c.fiscal_year,
        c.stage,
        c.scope,
        c.document_id,
        cast(c.publications as integer) as publications,
        l.income_total,
        l.income_of_year,
        l.appropriation_total,
        coalesce(l.summary_expenditure, l.form_expenditure) as expenditure_of_year,
        l.expenditure_total,
        coalesce(l.form_basic, l.summary_basic) as basic_expenditure,
        coalesce(l.form_project, l.summary_project) as project_expenditure,
        l.general_public_budget_expenditure,
        l.personnel_expenditure,
        l.public_expenditure,
        coalesce(l.three_public_all, l.three_public_gpb) as three_public_total,
        cast(c.amounts_printed as integer) as amounts_printed,
        cast(c.amounts_placed as integer) as amounts_placed
    from chosen as c
    left join lines as l on c.document_id = l.document_id
    left join {{ ref('dim_bureau') }} as b on c.bureau_id = b.bureau_id
    where c.preference = 1
)

select
    *,
    cast(basic_expenditure / nullif(expenditure_of_year, 0) as decimal(9, 4)) as basic_share,
    cast(project_expenditure / nullif(expenditure_of_year, 0) as decimal(9, 4)) as project_share,
    cast(
        personnel_expenditure / nullif(personnel_expenditure + public_expenditure, 0) as decimal(9, 4)
    ) as personnel_share_of_basic
from figures
