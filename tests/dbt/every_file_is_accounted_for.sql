-- A file of the data folders is a document or a problem with a reason: none may vanish between the two.
select
    r.source_path,
    r.status,
    r.document_id,
    d.document_id is not null as is_document,
    p.source_path is not null as is_problem
from {{ ref('raw_document') }} as r
left join {{ ref('dim_document') }} as d on r.document_id = d.document_id
left join (select distinct source_path from {{ ref('dq_document_problem') }}) as p
    on r.source_path = p.source_path
where (r.status = 'landed' and d.document_id is null) or (r.status != 'landed' and p.source_path is null)
