-- One row a document: of several copies the first by path.
select
    document_id,
    sha256,
    source_path,
    format,
    producer,
    bytes,
    pages,
    tables,
    rows,
    ingest_version
from {{ ref('raw_document') }}
where status = 'landed'
