-- Where each bureau is and what it is for, by its name: the longest administrative division that the
-- name begins with, if there is only one.
with names as (
    select distinct
        bureau_name,
        regexp_replace(bureau_name, '^(中共|中国共产党)', '') as place_name
    from {{ ref('int_document_profile') }}
    where bureau_name is not null
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
        n.bureau_name,
        n.place_name,
        w.place,
        w.division_code,
        w.province,
        w.city,
        w.district,
        rank() over (partition by n.bureau_name order by length(w.place) desc) as preference
    from names as n
    inner join written as w on length(w.place) >= 2 and starts_with(n.place_name, w.place)
),

located as (
    select
        bureau_name,
        any_value(place) as place,
        any_value(division_code) as division_code,
        any_value(province) as province,
        any_value(city) as city,
        any_value(district) as district
    from matched
    where preference = 1
    group by bureau_name
    having count(distinct division_code) = 1
),

kinds as (
    select
        n.bureau_name,
        k.kind,
        row_number()
            over (partition by n.bureau_name order by length(regexp_extract(n.bureau_name, k.pattern)) desc, k.kind)
            as preference
    from names as n
    inner join {{ ref('bureau_kinds') }} as k on regexp_matches(n.bureau_name, k.pattern)
)

select
    n.bureau_name,
    coalesce(l.division_code, '000000') || '-'
    || coalesce(nullif(replace(n.place_name, coalesce(l.place, ''), ''), ''), n.place_name) as bureau_id,
    l.division_code,
    l.province,
    l.city,
    l.district,
    k.kind
from names as n
left join located as l on n.bureau_name = l.bureau_name
left join kinds as k on n.bureau_name = k.bureau_name and k.preference = 1
