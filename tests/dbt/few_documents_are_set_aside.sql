-- A document that breaks a check is set aside, and nothing else waits for it. Rows that are no document's, or a fault
-- that takes most documents, are the warehouse's own: then nothing is published.
with documents as (
    select
        count(*) as documents,
        count(*) filter (where status = 'set_aside') as documents_set_aside
    from {{ ref('dim_document') }}
    where status in ('built', 'no_forms', 'set_aside')
)

select
    s.document_id as set_aside_document_id,
    s.check_name,
    s.broken_rows,
    s.example
from {{ ref('int_set_aside') }} as s
cross join documents as d
where s.document_id is null or 2 * d.documents_set_aside > d.documents
