{# The columns by which identities select amounts, added to a relation of lines: `line_key`, `line_name`
   and `tags`. The facts and the candidates for lost columns are selected by the same words. #}
{% macro operand_columns(lines) -%}
    select
        l.*,
        case
            when l.line_level = 'detail' then coalesce(l.card_id, l.source_row_id)
            else concat_ws('/', l.item, l.function_code, l.economic_code, l.unit_code, l.project_code)
        end as line_key,
        coalesce(l.name_text, l.item, l.function_code, l.economic_code, l.unit_code, l.project_code) as line_name,
        list_filter(
            [
                'stage:' || l.stage,
                'measure:' || l.measure,
                'fund:' || l.fund,
                'basis:' || l.value_basis,
                'item:' || l.item,
                'economic:' || l.economic_code,
                case
                    when
                        i.side = 'income' and l.line_level = 'class'
                        and l.item not in ('opening_balance', 'use_of_non_appropriation_balance')
                        then 'kind:income'
                end,
                case when l.line_level = 'detail' then 'kind:detail' else 'kind:line' end,
                case when l.card_id is not null and l.measure = 'total' then 'kind:card_total' end,
                case when l.line_level in ('total', 'class') and l.unit_code is null then 'kind:main' end,
                case when l.unit_code is not null and l.line_level != 'detail' then 'kind:unit' end,
                case
                    when l.function_code is not null and l.line_level = 'class' and l.unit_code is null
                        then 'kind:function_class'
                end,
                case
                    when length(l.economic_code) = 3 and l.line_level in ('class', 'item') then 'kind:economic_class'
                end,
                case
                    when l.function_code is not null and l.line_level != 'detail' and l.unit_code is null
                        then 'code:function'
                end,
                case
                    when l.item in ('opening_balance', 'use_of_non_appropriation_balance') and l.amount != 0
                        then 'carried:' || l.stage
                end
            ],
            lambda tag: tag is not null
        ) as tags
    from {{ lines }} as l
    left join {{ ref('items') }} as i on l.item = i.item
{%- endmacro %}

{# Every operand of every identity within one document, at each place where the identity applies. #}
{% macro identity_operands(operands) -%}
    with terms as (
        {{ declared_operands(operands) }}
        union all by name
        {{ children_operands(operands) }}
        union all by name
        {{ repeated_operands(operands) }}
    )

    select
        t.identity_id,
        t.scope,
        t.term_side,
        t.selector,
        t.weight,
        o.line_id,
        o.document_id,
        coalesce(t.statement, o.statement) as statement,
        o.form_id,
        o.source_row_id,
        case when t.is_orphan then 'total' else o.line_key end as line_key,
        case when t.is_orphan then '合计' else o.line_name end as line_name,
        o.side,
        o.measure,
        o.fund,
        o.value_basis,
        o.amount,
        o.half_digit,
        t.group_key
    from terms as t
    inner join {{ operands }} as o on t.line_id = o.line_id
{%- endmacro %}

{# Operands that declarations select by tags: measures of one line (`line`), funds of one line and measure
   (`fund`), lines of one column (`column`), or lines of several forms (`statements`). #}
{% macro declared_operands(operands) -%}
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
                identity_id,
                scope,
                side as only_side,
                fund as only_fund,
                measure as only_measure,
                coalesce(string_split(requires, '|'), []) as requires,
                coalesce(string_split(excludes, '|'), []) as excludes,
                coalesce(string_split(matched_by, '|'), []) as matched_by,
                unnest(string_split(statements, '|')) as statement
            from {{ ref('identities') }}
            where scope in ('line', 'fund', 'column', 'statements')
        ),

        tagged as (
            select
                line_id,
                document_id,
                statement,
                unnest(tags) as tag
            from {{ operands }}
        ),

        -- Lists and sets are kept in memory as a whole: they are made of what is left when repeats are gone.
        printed_words as (
            select distinct
                document_id,
                statement,
                statement || '.' || tag as word
            from tagged
        ),

        printed as (
            select
                s.document_id,
                s.statement,
                w.words
            from (select distinct document_id, statement from printed_words) as s
            inner join (
                select
                    document_id,
                    list(word order by word) as words
                from printed_words
                group by document_id
            ) as w on s.document_id = w.document_id
        ),

        -- A word without a statement before it is one of the identity's own statement.
        applicable as (
            select
                d.*,
                p.document_id
            from declared as d
            inner join printed as p on d.statement = p.statement
            where
                list_has_all(
                    p.words,
                    list_transform(
                        d.requires,
                        lambda word: case when contains(word, '.') then word else d.statement || '.' || word end
                    )
                )
                and not list_has_any(
                    p.words,
                    list_transform(
                        d.excludes,
                        lambda word: case when contains(word, '.') then word else d.statement || '.' || word end
                    )
                )
        ),

        -- Materialised: joined with the amounts on three columns at once, not one after the other.
        wanted as materialized (
            select
                a.*,
                t.side as term_side,
                t.selector,
                cast(t.weight as integer) as weight,
                coalesce(t.statement, a.statement) as operand_statement,
                string_split(t.selector, '&') as words,
                split_part(t.selector, '&', 1) as first_word
            from applicable as a
            inner join {{ ref('identity_terms') }} as t on a.identity_id = t.identity_id
        ),

        repeated as (
            select coalesce(list(t.selector order by t.selector), []) as words
            from {{ ref('identity_terms') }} as t
            inner join {{ ref('identities') }} as i on t.identity_id = i.identity_id
            where i.scope = 'repeats'
        ),

        selected as (
            select
                a.identity_id,
                a.scope,
                a.statement,
                a.term_side,
                a.selector,
                a.weight,
                o.line_id,
                o.document_id,
                o.source_row_id,
                o.line_key,
                -- The lines of a project's form are of one key: their names tell them apart.
                case when o.card_id is not null and o.measure != 'total' then o.line_name end as card_line,
                o.measure,
                o.fund,
                o.value_basis,
                o.amount,
                case when not list_has_any(o.tags, (select words from repeated)) then o.amount end as figure,
                case a.scope
                    when 'line' then {{ stable_key(['o.line_key', 'o.fund', 'o.value_basis']) }}
                    when 'fund' then {{ stable_key(['o.line_key', 'o.measure', 'o.value_basis']) }}
                    when 'column' then {{ stable_key(['o.measure', 'o.fund', 'o.value_basis']) }}
                    else {{ stable_key([
                        'o.value_basis',
                        "case when list_contains(a.matched_by, 'function') then o.function_code end",
                        "case when list_contains(a.matched_by, 'measure') then o.measure end",
                    ]) }}
                end as group_key
            from wanted as a
            inner join tagged as t
                on a.document_id = t.document_id and a.operand_statement = t.statement and a.first_word = t.tag
            inner join {{ operands }} as o on t.line_id = o.line_id
            where
                (len(a.words) = 1 or list_has_all(o.tags, a.words))
                and (a.only_side is null or o.side = a.only_side or o.item in ('opening_balance', 'closing_balance'))
                and (a.only_fund is null or o.fund = a.only_fund)
                and (a.only_measure is null or o.measure = a.only_measure)
        ),

        -- A line that a form prints twice with the same figure counts once, as does a total that must be the same
        -- wherever it is printed; two figures of one row are two.
        counted as (
            select
                *,
                min(source_row_id) over (
                    partition by
                        identity_id, document_id, statement, group_key, term_side, selector, line_key, card_line, measure,
                        fund, value_basis, figure
                ) = source_row_id as is_counted
            from selected
        ),

        term_rows as (
            select
                identity_id,
                document_id,
                statement,
                value_basis,
                group_key,
                term_side,
                selector,
                count(*) as row_count,
                max(largest) as largest
            from (
                select
                    identity_id,
                    document_id,
                    statement,
                    value_basis,
                    group_key,
                    term_side,
                    selector,
                    source_row_id,
                    max(abs(amount)) as largest
                from counted
                where is_counted and scope = 'statements'
                group by all
            )
            group by all
        ),

        one_sided as (
            select
                identity_id,
                document_id,
                value_basis
            from term_rows
            group by all
            having count(distinct term_side) = 1
        ),

        -- No places between forms: where one of them has no such lines at all; where nothing but zeros stand on
        -- the one side that is printed; where a form prints a line more often than the other.
        void as (
            select
                identity_id,
                document_id,
                statement,
                group_key
            from term_rows
            group by identity_id, document_id, statement, value_basis, group_key
            having
                (identity_id, document_id, value_basis) in (select (identity_id, document_id, value_basis) from one_sided)
                or (count(distinct term_side) = 1 and max(largest) = 0)
                or (
                    max(row_count) filter (where selector not like '%kind:detail%') > 1
                    and min(row_count) != max(row_count)
                )
        )

        select * from counted
        anti join void using (identity_id, document_id, statement, group_key)
        where is_counted
    )
{%- endmacro %}

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
