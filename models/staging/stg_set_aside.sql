select
    s.document_id,
    s.check_name,
    s.broken_row
from {{ ref('raw_set_aside') }} as s
inner join {{ ref('raw_document') }} as d on s.document_id = d.document_id and d.status = 'landed'
