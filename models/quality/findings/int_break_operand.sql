-- Amounts that stand in breaks, in every identity that holds or breaks: what a change of one would do.
{{ config(schema='intermediate') }}
with breaks as (
    select
        result_id,
        left_line_ids,
        right_line_ids
    from {{ ref('dq_identity_result') }}
    -- What the text says is no figure of the forms.
    where status = 'break' and family != 'narrative'
),

suspects as (
    select distinct unnest(left_line_ids || right_line_ids) as line_id
    from breaks
),

operands as (
    select
        identity_id,
        document_id,
        statement,
        group_key,
        term_side,
        weight,
        line_id
    from {{ ref('int_identity_operand') }}
    where line_id in (select line_id from suspects)
    union all by name
    select
        identity_id,
        document_id,
        statement,
        group_key,
        term_side,
        weight,
        line_id
    from {{ ref('int_identity_documents') }}
    where line_id in (select line_id from suspects)
),

weighed as (
    select
        {{ stable_key(['identity_id', 'document_id', 'statement', 'group_key']) }} as result_id,
        line_id,
        cast(sum(weight * case term_side when 'left' then 1 else -1 end) as integer) as weight
    from operands
    group by all
),

-- What the text says of a figure, where it says one thing.
claims as (
    select
        p.line_id,
        min(c.amount) as claimed_amount,
        max(c.half_digit) as claimed_half_digit
    from {{ ref('int_narrative_operand') }} as p
    inner join {{ ref('int_narrative_operand') }} as c on p.group_key = c.group_key and p.identity_id = c.identity_id
    where p.identity_id = 'narrative_amount' and p.term_side = 'right' and c.term_side = 'left'
    group by p.line_id
    having count(distinct c.amount) = 1
)

select
    r.result_id,
    r.relation,
    r.family = 'row' as is_of_row,
    r.status,
    r.difference,
    r.tolerance,
    l.source_row_id as left_row_id,
    w.line_id,
    w.weight,
    o.amount,
    o.half_digit,
    o.method,
    o.source_row_id,
    c.claimed_amount,
    c.claimed_half_digit
from weighed as w
inner join {{ ref('dq_identity_result') }} as r on w.result_id = r.result_id
inner join {{ ref('int_operand') }} as o on w.line_id = o.line_id
left join {{ ref('int_operand') }} as l on r.left_line_ids[1] = l.line_id
left join claims as c on w.line_id = c.line_id
where r.status != 'not_evaluable' and w.weight != 0
