-- The body that each document is of, and where that is: what its forms' labels say counts more than titles, and these
-- more than the cover. But a name without a place, as forms shorten it, is less than the body's full name with its
-- place; where only the place is printed elsewhere, both together are the name.
with names as (
    select
        s.*,
        l.division_code,
        l.place,
        coalesce(l.is_place_alone, false) or s.name in (select name from {{ ref('divisions') }}) as is_place_alone
    from {{ ref('int_said_name') }} as s
    left join {{ ref('int_located_name') }} as l on s.name = l.name
),

ranked as (
    select
        document_id,
        name,
        preference,
        division_code,
        is_body,
        bool_or(is_consolidated) over (partition by document_id) as is_consolidated,
        bool_and(is_own_level) over (partition by document_id) as is_own_level,
        row_number() over (
            partition by document_id order by preference, mentions desc, length(name) desc, name
        ) as rank
    from names
    where not is_place_alone or preference = 0
),

fuller as (
    -- 教育局 of the forms is 武汉市江岸区教育局 of the cover; of other names only a body's own.
    select
        s.document_id,
        f.name
    from ranked as s
    inner join ranked as f on s.document_id = f.document_id and f.division_code is not null
    where
        s.rank = 1 and s.preference > 0 and s.division_code is null
        and (ends_with(f.name, s.name) or f.is_body)
    qualify row_number() over (partition by s.document_id order by ends_with(f.name, s.name) desc, f.rank) = 1
),

places as (
    select
        document_id,
        min(place) as place
    from names
    where is_place_alone and division_code is not null
    group by document_id
    having count(distinct division_code) = 1
),

chosen as (
    select
        s.document_id,
        s.is_consolidated,
        s.is_own_level,
        coalesce(f.name, s.name) as said_name,
        -- 江岸区 and 区教育局: the place's last character may stand in both.
        case
            when s.preference > 0 and f.name is null and s.division_code is null
                then
                    p.place
                    || case when starts_with(s.name, right(p.place, 1)) then substr(s.name, 2) else s.name end
        end as combined_name,
        p.place
    from ranked as s
    left join fuller as f on s.document_id = f.document_id
    left join places as p on s.document_id = p.document_id
    where s.rank = 1
)

select
    c.document_id,
    coalesce(c.combined_name, c.said_name) as bureau_name,
    c.is_consolidated,
    c.is_own_level,
    l.place,
    l.division_code,
    l.province,
    l.city,
    l.district
from chosen as c
left join {{ ref('int_located_name') }} as l
    on l.name = case when c.combined_name is null then c.said_name else c.place end
