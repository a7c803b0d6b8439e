-- The names of bodies that each document prints where its own may stand, and from where: 0 its manifest, 1 a form's
-- label, 2 a label near its beginning, 3 a title, 4 what stands before a form's title, 5 a line of the cover.
with patterns as (
    select
        kind,
        pattern
    from {{ ref('int_profile_pattern') }}
),

printed as (
    select
        r.document_id,
        {{ by_pattern('regexp_extract', 'r.compact_text', 'p.pattern', 'int_profile_pattern', rest=", 1") }} as name,
        1 as preference
    from {{ ref('int_form_row') }} as r
    inner join
        patterns as p
        on
            p.kind = 'label_name'
            and {{ by_pattern('regexp_matches', 'r.compact_text', 'p.pattern', 'int_profile_pattern') }}
    where r.row_kind in ('preamble', 'title', 'text', 'header', 'data')
    union all
    select
        h.document_id,
        regexp_replace(
            {{ by_pattern('regexp_extract', 'h.compact_text', 'p.pattern', 'int_profile_pattern', rest=", 1") }},
            '(部门|单位)$',
            ''
        )
            as name,
        case p.kind when 'label_name' then 2 when 'title_name' then 3 when 'title_prefix' then 4 else 5 end
            as preference
    from {{ ref('int_heading') }} as h
    inner join patterns as p
        on
            (
                p.kind = 'title_name'
                or (p.kind = 'label_name' and h.position <= 12)
                or (p.kind = 'title_prefix' and h.statement is not null)
                or (p.kind = 'cover_name' and h.statement is null and h.position <= 12)
            )
            and {{ by_pattern('regexp_matches', 'h.compact_text', 'p.pattern', 'int_profile_pattern') }}
)

select
    s.document_id,
    s.preference,
    {{ by_pattern('regexp_replace', 's.name', 'x.pattern', 'int_profile_pattern', rest=", ''") }} as name,
    {{ by_pattern('regexp_matches', 's.name', 'd.pattern', 'int_profile_pattern') }} as is_consolidated,
    {{ by_pattern('regexp_matches', 's.name', 'u.pattern', 'int_profile_pattern') }} as is_own_level,
    {{ by_pattern('regexp_matches', 's.name', 'e.pattern', 'int_profile_pattern', before="(", after=")$") }} as is_body,
    count(*) as mentions
from printed as s
cross join (select pattern from patterns where kind = 'not_a_name') as n
cross join (select pattern from patterns where kind = 'name_suffix') as x
cross join (select pattern from patterns where kind = 'department_name') as d
cross join (select pattern from patterns where kind = 'unit_name') as u
cross join (select pattern from patterns where kind = 'bureau_ending') as e
where
    length(s.name) between 3 and 40
    and not {{ by_pattern('regexp_matches', 's.name', 'n.pattern', 'int_profile_pattern') }}
group by all
union all by name
select
    document_id,
    0 as preference,
    bureau_name as name,
    true as is_body,
    1 as mentions
from {{ ref('stg_manifest') }}
where bureau_name is not null
