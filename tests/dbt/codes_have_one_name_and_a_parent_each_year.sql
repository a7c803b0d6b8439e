-- Of each classification: in a year a code has one name, and its parent (类 of 款, 款 of 项) holds in each year in
-- which it holds. Else a join by code and year repeats amounts, or a sum by parent loses them.
with codes as (
    select
        'function' as classification,
        function_code as code,
        name,
        first_year,
        last_year
    from {{ ref('function_codes') }}
    union all
    select
        'economic' as classification,
        economic_code as code,
        name,
        first_year,
        last_year
    from {{ ref('economic_codes') }}
),

years as (
    select unnest(range(2013, 2031)) as fiscal_year
),

by_year as (
    select
        c.classification,
        c.code,
        y.fiscal_year,
        count(*) as names
    from codes as c
    inner join years as y on y.fiscal_year between coalesce(c.first_year, 0) and coalesce(c.last_year, 9999)
    group by all
)

select
    c.classification,
    c.code,
    c.fiscal_year,
    case when c.names > 1 then 'names' else 'parent' end as wrong
from by_year as c
left join by_year as p
    on
        c.classification = p.classification
        and left(c.code, length(c.code) - 2) = p.code
        and c.fiscal_year = p.fiscal_year
where c.names > 1 or (length(c.code) > 3 and p.code is null)
union all
select
    classification,
    code,
    first_year,
    'row' as wrong
from codes
where
    not coalesce(
        regexp_full_match(code, case classification when 'function' then '2\d{2}(\d{2}){0,2}' else '3\d{2}(\d{2})?' end)
        and trim(name) = name and name != '' and coalesce(first_year, 0) <= coalesce(last_year, 9999),
        false
    )
