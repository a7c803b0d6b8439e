{# Totals that a form prints more than once, the first against each other: what a declaration selects stands in
   one form, for one line (one card of a project), measure, fund and basis. #}
{% macro repeated_operands(operands) -%}
    select
        identity_id,
        scope,
        term_side,
        selector,
        weight,
        line_id,
        statement,
        group_key,
        false as is_orphan
    from (
        with declared as (
            select
                i.identity_id,
                i.scope,
                t.selector,
                unnest(string_split(i.statements, '|')) as statement
            from {{ ref('identities') }} as i
            inner join {{ ref('identity_terms') }} as t on i.identity_id = t.identity_id
            where i.scope = 'repeats' and t.side = 'left'
        ),

        printed as (
            select
                d.*,
                o.line_id,
                {{ stable_key(['o.form_id', 'o.line_key', 'o.measure', 'o.fund', 'o.value_basis']) }} as line,
                dense_rank() over (
                    partition by
                        d.identity_id, d.selector, o.form_id, o.line_key, o.measure, o.fund, o.value_basis
                    order by o.position, o.lane
                ) as place
            from declared as d
            inner join {{ operands }} as o on d.statement = o.statement and list_contains(o.tags, d.selector)
        ),

        pairs as (
            select
                f.*,
                r.place as repeat_place,
                'left' as term_side
            from printed as f
            inner join (
                select distinct identity_id, selector, line, place
                from printed
                where place > 1
            ) as r using (identity_id, selector, line)
            where f.place = 1
            union all by name
            select
                *,
                place as repeat_place,
                'right' as term_side
            from printed
            where place > 1
        )

        select
            *,
            1 as weight,
            {{ stable_key(['line', 'selector', 'repeat_place']) }} as group_key
        from pairs
    )
{%- endmacro %}
