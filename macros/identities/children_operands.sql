{# Parents and children in every column: a code's parent is the longest code that it begins with and that
   prints an amount in the column, else the form's total; a unit's line belongs to the nearest line of a
   higher level above it. A cell is what one line prints in one column: one amount, or candidates for it. #}
{% macro children_operands(operands) -%}
    select
        identity_id,
        scope,
        term_side,
        selector,
        weight,
        line_id,
        statement,
        group_key,
        is_orphan
    from (
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
                o.line_id,
                o.document_id,
                o.statement,
                o.form_id,
                o.position,
                o.line_level,
                o.item,
                o.unit_code,
                o.project_code,
                o.measure,
                o.fund,
                o.value_basis,
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
                end as depth,
                {{ stable_key(['o.document_id', 'o.statement', 'o.measure', 'o.fund', 'o.value_basis']) }}
                    as column_key,
                min(o.line_id) over (
                    partition by
                        d.identity_id, o.source_row_id, o.line_key, o.measure, o.fund, o.value_basis
                ) as cell_id
            from declared as d
            inner join {{ operands }} as o on d.statement = o.statement
            inner join {{ ref('measures') }} as m on o.measure = m.measure
            where o.measure not in ('unit_price', 'approved_unit_price')
        ),

        cells as (
            select * from operands
            where line_id = cell_id
        ),

        coded as (
            select * from cells
            where hierarchy != 'unit' and code is not null and unit_code is null and line_level != 'detail'
        ),

        totals as (
            select * from cells
            where hierarchy != 'unit' and item = 'total'
        ),

        prefixes as (
            select
                identity_id,
                column_key,
                cell_id,
                left(code, unnest(range(1, length(code)))) as prefix
            from coded
        ),

        coded_parents as (
            select
                c.identity_id,
                c.cell_id as child_id,
                p.cell_id as parent_id
            from prefixes as c
            inner join coded as p
                on c.identity_id = p.identity_id and c.column_key = p.column_key and c.prefix = p.code
            qualify
                row_number() over (
                    partition by c.identity_id, c.cell_id
                    order by length(p.code) desc, p.cell_id
                ) = 1
        ),

        total_parents as (
            select
                c.identity_id,
                c.cell_id as child_id,
                min(t.cell_id) as parent_id
            from coded as c
            inner join totals as t on c.identity_id = t.identity_id and c.column_key = t.column_key
            where
                not exists (
                    select 1 from coded_parents as p where p.identity_id = c.identity_id and p.child_id = c.cell_id
                )
            group by all
        ),

        unit_lines as (
            select
                *,
                count(*) filter (where unit_code is not null) over (
                    partition by identity_id, document_id, statement
                ) as units
            from cells
            where hierarchy = 'unit' and (unit_code is not null or project_code is not null or item is not null)
        ),

        unit_parents as (
            select
                c.identity_id,
                c.cell_id as child_id,
                p.cell_id as parent_id
            from unit_lines as c
            inner join unit_lines as p
                on
                    c.identity_id = p.identity_id and c.column_key = p.column_key and c.form_id = p.form_id
                    and p.position < c.position and p.depth < c.depth
            where c.units > 0
            qualify
                row_number() over (
                    partition by c.identity_id, c.cell_id
                    order by p.position desc, p.cell_id
                ) = 1
        ),

        pairs as (
            select * from coded_parents
            union all by name
            select * from total_parents
            union all by name
            select * from unit_parents
        ),

        -- Classes without a total above them: their identity is there, and can't be evaluated.
        orphans as (
            select
                c.identity_id,
                c.cell_id,
                {{ stable_key(
                    ['c.identity_id', 'c.document_id', 'c.statement', 'c.measure', 'c.fund', 'c.value_basis']
                ) }} as group_key
            from coded as c
            where
                c.line_level = 'class'
                and not exists (
                    select 1 from pairs as p where c.identity_id = p.identity_id and c.cell_id = p.child_id
                )
                and not exists (
                    select 1 from operands as t
                    where
                        c.identity_id = t.identity_id and c.document_id = t.document_id
                        and c.statement = t.statement and t.item in ('personnel_total', 'public_total')
                )
        ),

        sides as (
            select identity_id, parent_id as group_key, parent_id as cell_id, 'left' as term_side, false as is_orphan
            from pairs
            group by all
            union all by name
            select identity_id, parent_id as group_key, child_id as cell_id, 'right' as term_side, false as is_orphan
            from pairs
            union all by name
            select identity_id, group_key, cell_id, 'right' as term_side, true as is_orphan from orphans
        )

        select
            s.identity_id,
            'children' as scope,
            s.term_side,
            case s.term_side when 'left' then 'parent' else 'child' end as selector,
            1 as weight,
            o.line_id,
            o.statement,
            s.group_key,
            s.is_orphan
        from sides as s
        inner join operands as o on s.identity_id = o.identity_id and s.cell_id = o.cell_id
    )
{%- endmacro %}
