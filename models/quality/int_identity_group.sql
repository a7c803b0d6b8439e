-- The operands of each declared identity at each place where it applies, by its scope:
-- `line` (measures of one line), `fund` (funds of one line and measure), `column` (lines of one column).
{{ config(schema='intermediate') }}
with identities as (
    select
        i.identity_id,
        i.scope,
        i.side as only_side,
        i.fund as only_fund,
        i.measure as only_measure,
        i.requires,
        i.excludes,
        unnest(string_split(i.statements, '|')) as statement
    from {{ ref('identities') }} as i
    where i.scope != 'children'
),

tagged as (
    select
        o.* exclude (tags),
        unnest(o.tags) as tag
    from {{ ref('int_operand') }} as o
),

statement_tags as (
    select
        document_id,
        statement,
        list(distinct tag) as tags
    from tagged
    group by all
),

applicable as (
    select
        i.identity_id,
        i.scope,
        i.only_side,
        i.only_fund,
        i.only_measure,
        s.document_id,
        s.statement
    from identities as i
    inner join statement_tags as s on i.statement = s.statement
    where
        (i.requires is null or list_has_all(s.tags, string_split(i.requires, '|')))
        and (i.excludes is null or not list_has_any(s.tags, string_split(i.excludes, '|')))
),

operands as (
    select
        a.identity_id,
        a.scope,
        t.side as term_side,
        t.selector,
        cast(t.weight as integer) as weight,
        o.line_id,
        o.document_id,
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
        case a.scope
            when 'line' then {{ stable_key(['o.line_key', 'o.fund', 'o.value_basis']) }}
            when 'fund' then {{ stable_key(['o.line_key', 'o.measure', 'o.value_basis']) }}
            else {{ stable_key(['o.measure', 'o.fund', 'o.value_basis']) }}
        end as group_key
    from applicable as a
    inner join {{ ref('identity_terms') }} as t on a.identity_id = t.identity_id
    inner join tagged as o
        on a.document_id = o.document_id and a.statement = o.statement and t.selector = o.tag
    where
        (a.only_side is null or o.side = a.only_side or o.item in ('opening_balance', 'closing_balance'))
        and (a.only_fund is null or o.fund = a.only_fund)
        and (a.only_measure is null or o.measure = a.only_measure)
),

-- A line that a form prints twice with the same figure counts once.
counted as (
    select
        *,
        row_number() over (
            partition by
                identity_id, document_id, statement, group_key, term_side, line_key, measure, fund,
                value_basis, amount
            order by line_id
        ) as occurrence
    from operands
)

select * from counted where occurrence = 1
