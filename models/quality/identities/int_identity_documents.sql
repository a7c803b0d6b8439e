-- The operands of identities between documents: the left side from the one, the right side from the other (or
-- others, the units of a department), line by line.
{{ config(schema='intermediate') }}
with declared as (
    select
        i.identity_id,
        i.pairing,
        coalesce(string_split(i.matched_by, '|'), []) as matched_by,
        t.side as term_side,
        t.selector,
        string_split(t.selector, '&') as words,
        i.statement,
        coalesce(t.statement, i.statement) as operand_statement
    from (
        select
            *,
            unnest(string_split(statements, '|')) as statement
        from {{ ref('identities') }}
        where scope = 'documents'
    ) as i
    inner join {{ ref('identity_terms') }} as t on i.identity_id = t.identity_id
),

pairs as (
    select
        pairing,
        document_id,
        'left' as term_side,
        document_id as operand_document_id,
        unit_code,
        min(missing_zh) as missing_zh,
        min(missing_en) as missing_en
    from {{ ref('int_document_pair') }}
    group by all
    union all
    select distinct
        pairing,
        document_id,
        'right' as term_side,
        other_document_id as operand_document_id,
        unit_code,
        missing_zh,
        missing_en
    from {{ ref('int_document_pair') }}
    where other_document_id is not null
),

operands as (
    select
        d.identity_id,
        d.term_side,
        d.selector,
        d.statement as identity_statement,
        p.document_id as identity_document_id,
        p.missing_zh,
        p.missing_en,
        o.* exclude (tags),
        {{ stable_key([
            'p.unit_code',
            "case when list_contains(d.matched_by, 'line') then o.line_key end",
            "case when list_contains(d.matched_by, 'measure') then o.measure end",
            "case when list_contains(d.matched_by, 'fund') then o.fund end",
            "case when list_contains(d.matched_by, 'basis') then o.value_basis end",
        ]) }} as group_key
    from declared as d
    inner join pairs as p on d.pairing = p.pairing and d.term_side = p.term_side
    inner join {{ ref('int_operand') }} as o
        on p.operand_document_id = o.document_id and d.operand_statement = o.statement
    where
        list_has_all(o.tags, d.words)
        and (p.unit_code is null or d.term_side = 'right' or o.unit_code = p.unit_code)
),

-- A line that a form prints twice with the same figure counts once.
counted as (
    select *
    from operands
    qualify
        row_number() over (
            partition by
                identity_id, identity_document_id, identity_statement, group_key, term_side, document_id, line_key,
                measure, fund, value_basis, amount
            order by line_id
        ) = 1
),

-- Lines that only one of the documents prints are compared where they are all that is there to compare: the
-- other document is missing.
comparable as (
    select
        identity_id,
        identity_document_id,
        identity_statement,
        group_key
    from counted
    group by all
    having
        count(distinct term_side) = 2
        or (min(missing_zh) is not null and min(term_side) = 'left' and max(abs(amount)) > 0)
)

select
    c.identity_id,
    'documents' as scope,
    c.term_side,
    c.selector,
    1 as weight,
    c.line_id,
    c.identity_document_id as document_id,
    c.identity_statement as statement,
    c.form_id,
    c.source_row_id,
    c.line_key,
    c.line_name,
    c.side,
    c.measure,
    c.fund,
    c.value_basis,
    c.amount,
    c.half_digit,
    c.group_key,
    c.missing_zh,
    c.missing_en
from counted as c
inner join comparable as k
    on
        c.identity_id = k.identity_id and c.identity_document_id = k.identity_document_id
        and c.identity_statement = k.identity_statement and c.group_key = k.group_key
