-- What manifests say of each document: of several rows, or several copies, the first by path.
select
    d.document_id,
    arg_min(m.source_url, (m.source_path, m.line_number)) as source_url,
    arg_min(m.published_on, (m.source_path, m.line_number)) as published_on,
    arg_min(m.bureau, (m.source_path, m.line_number)) as bureau_name,
    arg_min(m.fiscal_year, (m.source_path, m.line_number)) as fiscal_year,
    arg_min(m.stage, (m.source_path, m.line_number)) as stage,
    arg_min(m.scope, (m.source_path, m.line_number)) as scope
from {{ ref('raw_manifest') }} as m
inner join {{ ref('raw_document') }} as d on m.source_path = d.source_path
where m.problem is null and d.document_id != ''
group by d.document_id
