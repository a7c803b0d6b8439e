-- What do the medical insurance bureaus of several districts spend on running themselves (2101501 行政运行)
-- and on each other function of 医疗保障管理事务? Amounts in 10,000 yuan (万元).
select
    bureau_name,
    fiscal_year,
    stage,
    function_code,
    function_name,
    round(coalesce(total_expenditure, general_public_budget_expenditure) / 10000, 2) as wan_yuan,
    round(100 * share_of_expenditure, 1) as percent_of_expenditure,
    total_expenditure is null as is_general_public_budget_only
from mart_function_by_bureau_year
where kind = 'medical_insurance' and starts_with(function_code, '21015')
order by function_code, fiscal_year, bureau_name
