-- Which documents are compared: a department's with each of its units', final accounts and budgets with those of the
-- year before, final accounts with the year's own budget, later publications of a disclosure with the first. Where
-- the other document isn't in the warehouse, which one it is.
{{ config(schema='intermediate') }}
with documents as (
    select
        p.document_id,
        p.bureau_name,
        b.bureau_id,
        p.fiscal_year,
        p.stage,
        p.scope,
        min(p.document_id) over (partition by b.bureau_id, p.fiscal_year, p.stage, p.scope) as first_document_id
    from {{ ref('int_document_profile') }} as p
    inner join {{ ref('int_bureau') }} as b on p.bureau_name = b.bureau_name
    where p.fiscal_year is not null and p.stage is not null
),

first_documents as (
    select * from documents
    where document_id = first_document_id
),

-- What a disclosure refers to: which document, and of which year and stage.
references_made as (
    select
        *,
        'year_before' as pairing,
        fiscal_year - 1 as other_year,
        'final' as other_stage
    from documents
    where stage = 'final'
    union all
    select
        *,
        'budget' as pairing,
        fiscal_year as other_year,
        'budget' as other_stage
    from documents
    where stage = 'final'
    union all
    select
        *,
        'budget_before' as pairing,
        fiscal_year - 1 as other_year,
        'budget' as other_stage
    from documents
    where stage = 'budget'
),

referred as (
    select
        r.pairing,
        r.document_id,
        o.document_id as other_document_id,
        null as unit_code,
        case
            when o.document_id is null
                then r.other_year || ' 年度' || case r.other_stage when 'final' then '决算' else '预算' end || '未入库'
        end as missing_zh,
        case
            when o.document_id is null
                then
                    case r.other_stage when 'final' then 'the final accounts' else 'the budget' end
                    || ' of ' || r.other_year
        end as missing_en
    from references_made as r
    left join first_documents as o
        on
            r.bureau_id = o.bureau_id and r.other_year = o.fiscal_year and r.other_stage = o.stage
            and r.scope is not distinct from o.scope
),

republished as (
    select
        'publication' as pairing,
        document_id,
        first_document_id as other_document_id
    from documents
    where document_id != first_document_id
),

-- The units that a department lists: codes below which no other is listed, by the names of their lines.
unit_lines as (
    select distinct
        document_id,
        unit_code,
        regexp_replace({{ compact('name_text') }}, '(\((本级|本部|机关)\)|本级|本部|机关)$', '') as unit_name
    from {{ ref('int_operand') }}
    where
        unit_code is not null and project_code is null and line_level in ('class', 'group', 'item')
        and statement in ('income', 'expenditure', 'gpb_expenditure_by_unit')
),

listed_units as (
    select
        u.document_id,
        u.unit_code,
        min(u.unit_name) as unit_name
    from unit_lines as u
    where
        not exists (
            select 1 from unit_lines as p
            where p.document_id = u.document_id and p.unit_code != u.unit_code and starts_with(p.unit_code, u.unit_code)
        )
    group by all
),

units as (
    select
        d.document_id,
        l.unit_code,
        l.unit_name,
        u.document_id as unit_document_id
    from documents as d
    inner join listed_units as l on d.document_id = l.document_id
    left join first_documents as u
        on
            l.unit_name = u.bureau_name and d.fiscal_year = u.fiscal_year and d.stage = u.stage
            and u.scope = 'unit'
    where d.scope = 'department'
),

-- A department that lists no units has at least its own level's disclosure.
own_levels as (
    select
        d.document_id,
        u.document_id as unit_document_id
    from documents as d
    inner join first_documents as u
        on d.bureau_id = u.bureau_id and d.fiscal_year = u.fiscal_year and d.stage = u.stage and u.scope = 'unit'
    where d.scope = 'department' and d.document_id not in (select document_id from listed_units)
),

missing_units as (
    select
        document_id,
        nullif(string_agg(unit_name, '、' order by unit_name) filter (where unit_document_id is null), '')
            as names
    from units
    group by document_id
)

select * from referred
union all by name
select * from republished
union all by name
select
    'units' as pairing,
    u.document_id,
    u.unit_document_id as other_document_id,
    m.names || '的单位公开未入库' as missing_zh,
    'the disclosures of ' || m.names as missing_en
from (select distinct document_id, unit_document_id from units where unit_document_id is not null) as u
inner join missing_units as m on u.document_id = m.document_id
union all by name
select
    'units' as pairing,
    document_id,
    unit_document_id as other_document_id,
    '未列示所属单位名单，或有单位未入库' as missing_zh,
    'perhaps those of other units, of which the department prints no list' as missing_en
from own_levels
union all by name
select
    'unit' as pairing,
    document_id,
    unit_document_id as other_document_id,
    unit_code
from units
where unit_document_id is not null
