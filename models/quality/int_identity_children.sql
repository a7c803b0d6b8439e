-- Parents and children in every column: a code's parent is the longest code that it begins with and
-- that prints an amount in the column, else the form's total; a unit's line belongs to the nearest line
-- of a higher level above it.
{{ config(schema='intermediate') }}
with declared as (
    select
        identity_id,
        split_part(identity_id, '_', 1) as hierarchy,
        unnest(string_split(statements, '|')) as statement
    from {{ ref('identities') }}
    where scope = 'children'
),

operands as (
    select
        d.identity_id,
        d.hierarchy,
        o.*,
        case d.hierarchy
            when 'function' then o.function_code
            when 'economic' then o.economic_code
        end as code,
        case o.line_level
            when 'total' then 0
            when 'class' then 1
            when 'group' then 2
            when 'item' then 3
            else 4
        end as depth
    from declared as d
    inner join {{ ref('int_operand') }} as o on d.statement = o.statement
    inner join {{ ref('measures') }} as m on o.measure = m.measure
    where o.measure not in ('unit_price', 'approved_unit_price')
),

coded as (
    select * from operands
    where hierarchy != 'unit' and code is not null and unit_code is null and line_level != 'detail'
),

totals as (
    select * from operands
    where item = 'total' and hierarchy != 'unit'
),

coded_parents as (
    select
        c.identity_id,
        c.line_id as child_id,
        p.line_id as parent_id,
        row_number() over (partition by c.identity_id, c.line_id order by length(p.code) desc, p.line_id) as preference
    from coded as c
    inner join coded as p
        on
            c.identity_id = p.identity_id
            and c.document_id = p.document_id
            and c.statement = p.statement
            and c.measure = p.measure
            and c.fund = p.fund
            and c.value_basis = p.value_basis
            and length(p.code) < length(c.code)
            and starts_with(c.code, p.code)
),

total_parents as (
    select
        c.identity_id,
        c.line_id as child_id,
        min(t.line_id) as parent_id
    from coded as c
    inner join totals as t
        on
            c.identity_id = t.identity_id
            and c.document_id = t.document_id
            and c.statement = t.statement
            and c.measure = t.measure
            and c.fund = t.fund
            and c.value_basis = t.value_basis
    where
        not exists (
            select 1 from coded_parents as p where p.identity_id = c.identity_id and p.child_id = c.line_id
        )
    group by all
),

unit_lines as (
    select
        *,
        count(*) filter (where unit_code is not null) over (partition by identity_id, document_id, statement) as units
    from operands
    where hierarchy = 'unit' and (unit_code is not null or project_code is not null or item is not null)
),

unit_parents as (
    select
        c.identity_id,
        c.line_id as child_id,
        p.line_id as parent_id,
        row_number() over (partition by c.identity_id, c.line_id order by p.position desc, p.line_id) as preference
    from unit_lines as c
    inner join unit_lines as p
        on
            c.identity_id = p.identity_id
            and c.form_id = p.form_id
            and c.measure = p.measure
            and c.fund = p.fund
            and c.value_basis = p.value_basis
            and p.position < c.position
            and p.depth < c.depth
    where c.units > 0
),

pairs as (
    select identity_id, child_id, parent_id from coded_parents where preference = 1
    union all
    select identity_id, child_id, parent_id from total_parents
    union all
    select identity_id, child_id, parent_id from unit_parents where preference = 1
),

-- Classes without a total above them: their identity is there, and can't be evaluated.
orphans as (
    select
        c.identity_id,
        c.line_id,
        {{ stable_key(['c.identity_id', 'c.document_id', 'c.statement', 'c.measure', 'c.fund', 'c.value_basis']) }}
            as group_key
    from coded as c
    where
        c.line_level = 'class'
        and not exists (
            select 1 from pairs as p where c.identity_id = p.identity_id and c.line_id = p.child_id
        )
        and not exists (
            select 1 from operands as t
            where
                c.identity_id = t.identity_id and c.document_id = t.document_id
                and c.statement = t.statement and t.item in ('personnel_total', 'public_total')
        )
),

sides as (
    select identity_id, parent_id, parent_id as line_id, 'left' as term_side, false as is_orphan from pairs group by all
    union all
    select identity_id, parent_id, child_id as line_id, 'right' as term_side, false as is_orphan from pairs
    union all
    select identity_id, group_key as parent_id, line_id, 'right' as term_side, true as is_orphan from orphans
)

select
    s.identity_id,
    'children' as scope,
    s.term_side,
    case s.term_side when 'left' then 'parent' else 'child' end as selector,
    1 as weight,
    o.line_id,
    o.document_id,
    o.statement,
    o.form_id,
    o.source_row_id,
    case when s.is_orphan then 'total' else o.line_key end as line_key,
    case when s.is_orphan then '合计' else o.line_name end as line_name,
    o.side,
    o.measure,
    o.fund,
    o.value_basis,
    o.amount,
    o.half_digit,
    s.parent_id as group_key
from sides as s
inner join {{ ref('int_operand') }} as o on s.line_id = o.line_id
