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
