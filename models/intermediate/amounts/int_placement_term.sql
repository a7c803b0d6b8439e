-- What the identities say of the candidates: each operand of each identity at each place.
with operands as (
    {{ identity_operands(ref('int_candidate_operand')) }}
)

select
    o.document_id,
    o.identity_id,
    o.statement,
    o.group_key,
    o.scope,
    o.term_side,
    o.weight,
    o.line_id as candidate_id,
    i.relation,
    i.name_zh
from operands as o
inner join {{ ref('identities') }} as i on o.identity_id = i.identity_id
-- Of repeats the placing knows no more than that each of them is the total of its own lines.
where o.scope != 'repeats'
