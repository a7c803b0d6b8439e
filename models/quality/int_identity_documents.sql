-- A department's amounts beside those of its units' disclosures of the same year and stage, line by line.
-- Units are known by the department's name: a bureau publishes for itself (单位) what the department
-- (部门) consolidates.
{{ config(schema='intermediate') }}
with declared as (
    select
        identity_id,
        unnest(string_split(statements, '|')) as statement
    from {{ ref('identities') }}
    where scope = 'documents'
),

operands as (
    select
        d.identity_id,
        o.*,
        p.scope as document_scope,
        b.bureau_id,
        p.fiscal_year,
        p.stage
    from declared as d
    inner join {{ ref('int_operand') }} as o on d.statement = o.statement
    inner join {{ ref('int_document_profile') }} as p on o.document_id = p.document_id
    inner join {{ ref('int_bureau') }} as b on p.bureau_name = b.bureau_name
    where o.line_level in ('total', 'class') and o.unit_code is null
),

publications as (
    -- Of several publications of one disclosure, the first by id: they are compared elsewhere.
    select
        bureau_id,
        fiscal_year,
        stage,
        min(document_id) filter (where document_scope = 'department') as department_id,
        min(document_id) filter (where document_scope = 'unit') as unit_id
    from operands
    group by all
)

select
    o.identity_id,
    'documents' as scope,
    case o.document_scope when 'department' then 'left' else 'right' end as term_side,
    'document:' || o.document_scope as selector,
    1 as weight,
    o.line_id,
    w.department_id as document_id,
    o.statement,
    o.form_id,
    o.source_row_id,
    o.line_key,
    o.line_name,
    o.side,
    o.measure,
    o.fund,
    o.value_basis,
    o.amount,
    o.half_digit,
    {{ stable_key(['o.line_key', 'o.measure', 'o.fund', 'o.value_basis']) }} as group_key
from operands as o
inner join publications as w
    on o.bureau_id = w.bureau_id and o.fiscal_year = w.fiscal_year and o.stage = w.stage
where w.department_id is not null and w.unit_id is not null and o.document_id in (w.department_id, w.unit_id)
