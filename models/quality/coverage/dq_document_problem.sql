with not_landed as (
    select
        nullif(document_id, '') as document_id,
        source_path,
        case when status = 'landed' then 'partly_read' else status end as problem_code,
        problem
    from {{ ref('raw_document') }}
    where problem is not null
),

names as (
    select
        nullif(document_id, '') as document_id,
        source_path,
        'file_name' as problem_code,
        name_problem as problem
    from {{ ref('raw_document') }}
    where name_problem is not null
),

-- The fault is ours: what stands there says where to look.
set_aside as (
    select
        s.document_id,
        d.source_path,
        'set_aside' as problem_code,
        'What was read of the document breaks the warehouse''s own check ' || s.check_name || ' in '
        || s.broken_rows || ' row(s): it is set aside, its figures are listed as unplaced, and all else is as if it'
        || ' were not there. Report it with the document; the first of these rows: ' || left(s.example, 300) as problem
    from {{ ref('int_set_aside') }} as s
    inner join {{ ref('dim_document') }} as d on s.document_id = d.document_id
),

documents as (
    select
        d.document_id,
        d.source_path,
        d.status,
        p.bureau_name,
        p.fiscal_year,
        p.stage,
        p.scope
    from {{ ref('dim_document') }} as d
    left join {{ ref('int_document_profile') }} as p on d.document_id = p.document_id
),

no_forms as (
    select
        document_id,
        source_path,
        'no_forms' as problem_code,
        'No known form was found: it is no disclosure, or its titles are worded in a way that seeds/aliases/titles.csv'
        || ' doesn''t list.' as problem
    from documents
    where status = 'no_forms'
),

unsaid as (
    select
        document_id,
        source_path,
        unnest(
            list_filter(
                [
                    case when bureau_name is null then 'bureau_unknown' end,
                    case when fiscal_year is null then 'year_unknown' end,
                    case when stage is null then 'stage_unknown' end,
                    case when scope is null then 'scope_unknown' end
                ],
                lambda c: c is not null
            )
        ) as problem_code
    from documents
    where status = 'built'
),

unknown_forms as (
    select
        d.document_id,
        d.source_path,
        'form_unknown' as problem_code,
        'No statement is known by the title "'
        || f.title
        || '": add its wording to seeds/aliases/titles.csv.' as problem
    from {{ ref('int_form') }} as f
    inner join documents as d on f.document_id = d.document_id
    where f.statement is null and f.layout = 'grid'
),

not_read as (
    select
        n.document_id,
        d.source_path,
        'figures_not_read' as problem_code,
        'Page ' || n.page || ' prints ' || sum(n.figures) || ' figure(s) that are in no row that was read: '
        || string_agg(n.figure_text, ', ' order by n.figure_text) || '.' as problem
    from {{ ref('int_figure_not_read') }} as n
    inner join documents as d on n.document_id = d.document_id
    group by n.document_id, d.source_path, n.page
)

select * from set_aside
union all
select * from not_landed
union all
select
    document_id,
    source_path,
    'manifest_contradicts' as problem_code,
    problem
from {{ ref('int_manifest_contradiction') }}
union all
select * from names
union all
select
    null as document_id,
    manifest_path as source_path,
    'manifest_invalid' as problem_code,
    problem
from {{ ref('raw_manifest') }}
where problem is not null
union all
select * from no_forms
union all
select
    document_id,
    source_path,
    problem_code,
    case problem_code
        when 'bureau_unknown' then 'The document doesn''t say whose it is (部门：, cover or titles)'
        when 'year_unknown' then 'The document doesn''t say which year its figures are for'
        when 'stage_unknown' then 'The document doesn''t say whether it is a budget (预算) or final accounts (决算)'
        else 'The document doesn''t say whether it is a department''s (部门) or a unit''s (单位)'
    end || ': say it in a manifest.csv beside it.' as problem
from unsaid
union all
select * from unknown_forms
union all
select * from not_read
