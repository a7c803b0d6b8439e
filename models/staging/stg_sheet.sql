-- The names of a workbook's sheets: the first line of the text of each of its pages.
select
    p.document_id,
    p.page,
    {{ compact("split_part(p.text, chr(10), 1)") }} as compact_name
from {{ ref('raw_page') }} as p
inner join {{ ref('raw_document') }} as d on p.document_id = d.document_id
where d.format in ('xlsx', 'xls')
