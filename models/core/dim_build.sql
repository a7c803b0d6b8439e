select
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp) as built_at,
    '{{ var("gongkai_version") }}' as gongkai_version,
    '{{ dbt_version }}' as dbt_version,
    max(ingest_version) as ingest_version,
    version() as duckdb_version,
    cast(count(*) filter (where status = 'landed') as integer) as documents,
    cast(count(*) filter (where is_new) as integer) as new_documents,
    md5(string_agg(sha256, ',' order by sha256)) as documents_hash
from {{ ref('raw_document') }}
