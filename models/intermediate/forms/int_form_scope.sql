-- Whose the forms are in a document that carries some of them twice, as the department's and as its own unit's: the
-- last heading above a form says it (部门预算, 单位决算, （本级）). Of other documents the profile says it.
with patterns as (
    select
        max(pattern) filter (where kind = 'not_a_scope') as not_a_scope,
        max(pattern) filter (where kind = 'department_heading') as department_heading,
        max(pattern) filter (where kind = 'unit_heading') as unit_heading
    from {{ ref('profile_patterns') }}
),

lines as (
    select
        r.document_id,
        r.position,
        regexp_replace(r.compact_text, p.not_a_scope, '', 'g') as heading,
        regexp_matches(heading, p.department_heading) as is_department,
        regexp_matches(heading, p.unit_heading) as is_unit
    from {{ ref('int_row') }} as r
    left join {{ ref('int_title') }} as t on r.row_id = t.row_id
    cross join patterns as p
    where
        length(r.compact_text) <= 60 and not regexp_matches(r.compact_text, '[。;,|]')
        and (t.row_id is not null or regexp_matches(r.compact_text, '20\d\d年|本级|汇总'))
),

forms as (
    select
        f.form_id,
        f.document_id,
        f.statement,
        arg_max(case when l.is_unit then 'unit' else 'department' end, l.position) as scope
    from {{ ref('int_form') }} as f
    inner join lines as l
        on f.document_id = l.document_id and l.position <= f.start_position and l.is_department != l.is_unit
    where f.statement is not null
    group by f.form_id, f.document_id, f.statement
),

mixed as (
    select document_id
    from forms
    group by document_id, statement
    having count(distinct scope) > 1
)

select
    f.form_id,
    f.scope,
    -- The document's own forms are compared with each other; the others would be taken for these.
    f.scope = coalesce(p.scope, 'department') as is_main
from forms as f
left join {{ ref('int_document_profile') }} as p on f.document_id = p.document_id
where f.document_id in (select document_id from mixed)
