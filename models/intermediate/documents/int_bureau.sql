-- Where each bureau is and what it is for, by its name.
with names as (
    select distinct
        bureau_name,
        regexp_replace(bureau_name, '^(中共|中国共产党)', '') as place_name,
        place,
        division_code,
        province,
        city,
        district
    from {{ ref('int_document_bureau') }}
    where bureau_name is not null
)

select
    n.bureau_name,
    coalesce(n.division_code, '000000') || '-'
    || coalesce(nullif(replace(n.place_name, coalesce(n.place, ''), ''), ''), n.place_name) as bureau_id,
    n.division_code,
    n.province,
    n.city,
    n.district,
    k.kind
from names as n
left join {{ ref('int_bureau_kind') }} as k on n.bureau_name = k.bureau_name
