-- What manifests say of each document. Where rows contradict each other in what it is, none of them is believed (see
-- dq_document_problem); of several addresses and dates, as several copies have, the first by path counts.
select
    d.document_id,
    arg_min(m.source_url, (m.source_path, m.manifest_path, m.line_number)) as source_url,
    arg_min(m.published_on, (m.source_path, m.manifest_path, m.line_number)) as published_on,
    case when count(distinct m.bureau) = 1 then min(m.bureau) end as bureau_name,
    case when count(distinct m.fiscal_year) = 1 then min(m.fiscal_year) end as fiscal_year,
    case when count(distinct m.stage) = 1 then min(m.stage) end as stage,
    case when count(distinct m.scope) = 1 then min(m.scope) end as scope
from {{ ref('raw_manifest') }} as m
inner join {{ ref('raw_document') }} as d on m.source_path = d.source_path
where m.problem is null and d.document_id != ''
group by d.document_id
