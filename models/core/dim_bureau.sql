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
            any_value(b.division_code) is null or max(starts_with(b.bureau_name, '中'))
            then max_by(b.bureau_name, length(b.bureau_name))
        else
            coalesce(any_value(b.city), any_value(b.province), '')
            || coalesce(nullif(any_value(b.district), any_value(b.city)), '')
            || substr(b.bureau_id, instr(b.bureau_id, '-') + 1)
    end as name,
    any_value(b.province) as province,
    any_value(b.city) as city,
    any_value(b.district) as district,
    any_value(b.division_code) as division_code,
    any_value(b.kind) as kind,
    any_value(k.name_zh) as kind_name,
    list(distinct b.bureau_name order by b.bureau_name) as printed_names,
    cast(sum(b.documents) as integer) as documents
from bureaus as b
left join {{ ref('bureau_kinds') }} as k on b.kind = k.kind
group by b.bureau_id
