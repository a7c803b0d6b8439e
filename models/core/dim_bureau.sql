-- depends_on: {{ ref('int_set_aside') }}
with bureaus as (
    select
        b.bureau_id,
        b.division_code,
        b.province,
        b.city,
        b.district,
        b.kind,
        b.bureau_name,
        count(*) as documents
    from {{ ref('int_bureau') }} as b
    inner join {{ ref('int_document_profile') }} as p on b.bureau_name = p.bureau_name
    group by all
)

select
    b.bureau_id,
    -- The name as printed most fully, with the city in front where a district's bureau leaves it out.
    case
        when
            min(b.division_code) is null or max(starts_with(b.bureau_name, '中'))
            then arg_max(b.bureau_name, (length(b.bureau_name), b.bureau_name))
        else
            coalesce(min(b.city), min(b.province), '')
            || coalesce(nullif(min(b.district), min(b.city)), '')
            || substr(b.bureau_id, instr(b.bureau_id, '-') + 1)
    end as name,
    min(b.province) as province,
    min(b.city) as city,
    min(b.district) as district,
    min(b.division_code) as division_code,
    min(b.kind) as kind,
    min(k.name_zh) as kind_name,
    list(distinct b.bureau_name order by b.bureau_name) as printed_names,
    cast(sum(b.documents) as integer) as documents
from bureaus as b
left join {{ ref('bureau_kinds') }} as k on b.kind = k.kind
group by b.bureau_id
