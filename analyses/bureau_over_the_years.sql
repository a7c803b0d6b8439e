-- How did the disclosures of each bureau develop from year to year? One row a year; `growth` against the
-- latest earlier year of the same stage and scope that is in the warehouse.
select
    bureau_name,
    stage,
    scope,
    fiscal_year,
    round(expenditure_of_year / 10000, 2) as expenditure_wan_yuan,
    round(basic_expenditure / 10000, 2) as basic_wan_yuan,
    round(project_expenditure / 10000, 2) as project_wan_yuan,
    round(100 * project_share, 1) as project_percent,
    round(
        100 * (
            expenditure_of_year / nullif(
                lag(expenditure_of_year) over (partition by bureau_id, stage, scope order by fiscal_year), 0
            ) - 1
        ), 1
    ) as growth_percent
from mart_disclosure
order by bureau_name, stage, scope, fiscal_year
