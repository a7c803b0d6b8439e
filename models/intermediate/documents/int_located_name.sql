-- Where each body is that a document names: the longest administrative division that its name begins with, if there
-- is only one.
with names as (
    select distinct
        name,
        regexp_replace(name, '^(中共|中国共产党)', '') as place_name
    from {{ ref('int_said_name') }}
),

written as (
    -- 武汉市汉阳区, 汉阳区, 湖北省武汉市汉阳区: the ways to write a division.
    select distinct
        d.division_code,
        d.province,
        d.city,
        d.district,
        unnest(
            [
                d.name,
                coalesce(d.city, '') || coalesce(d.district, ''),
                -- A province's own name is no city's.
                d.province || d.district,
                coalesce(d.province, '') || coalesce(nullif(d.city, d.province), '') || coalesce(d.district, '')
            ]
        ) as place
    from {{ ref('divisions') }} as d
),

matched as (
    select
        n.name,
        n.place_name,
        w.place,
        w.division_code,
        w.province,
        w.city,
        w.district,
        rank() over (partition by n.name order by length(w.place) desc) as preference
    from names as n
    inner join written as w on length(w.place) >= 2 and starts_with(n.place_name, w.place)
)

select
    name,
    min(place) as place,
    min(division_code) as division_code,
    min(province) as province,
    min(city) as city,
    min(district) as district,
    min(place_name) = min(place) as is_place_alone
from matched
where preference = 1
group by name
having count(distinct division_code) = 1
