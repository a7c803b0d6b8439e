-- Amounts that stand in breaks, in every identity that holds or breaks: what a change of one would do.
{{ config(schema='intermediate') }}
with breaks as (
    select
        result_id,
        left_line_ids,
        right_line_ids
    from {{ ref('dq_identity_result') }}
    where status = 'break'
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
)

select
    r.result_id,
    r.relation,
    r.status,
    r.difference,
    r.tolerance,
    l.source_row_id as left_row_id,
    w.line_id,
    w.weight,
    o.amount,
    o.half_digit,
    o.method,
    o.source_row_id
from weighed as w
inner join {{ ref('dq_identity_result') }} as r on w.result_id = r.result_id
inner join {{ ref('int_operand') }} as o on w.line_id = o.line_id
left join {{ ref('int_operand') }} as l on r.left_line_ids[1] = l.line_id
where r.status != 'not_evaluable' and w.weight != 0
