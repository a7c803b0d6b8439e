-- The documents that break a check of the warehouse's own on what was read, and the checks: whichever they are, they
-- cost their own document only. Everything that was read comes before it, all facts come after it. What facts and
-- findings break is known of the build before.
{{ config(post_hook="{{ take_out(this) }}") }}
-- depends_on: {{ ref('int_amount') }}
-- depends_on: {{ ref('int_budget_line') }}
-- depends_on: {{ ref('statement_measures') }}
with broken as (
    {{ broken_rows() }}
    union all
    select
        check_name,
        broken_row
    from {{ ref('stg_set_aside') }}
),

keyed as (
    select
        check_name,
        broken_row,
        json_extract_string(broken_row, '$.document_id') as document_id,
        coalesce(json_extract_string(broken_row, '$.row_id'), json_extract_string(broken_row, '$.form_id')) as row_id,
        json_extract_string(broken_row, '$.amount_id') as amount_id,
        json_extract_string(broken_row, '$.bureau_name') as bureau_name
    from broken
),

attributed as (
    select
        k.check_name,
        k.broken_row,
        coalesce(k.document_id, r.document_id, a.document_id, p.document_id) as document_id
    from keyed as k
    left join {{ ref('stg_row') }} as r on k.document_id is null and k.row_id = r.row_id
    left join {{ ref('int_printed_amount') }} as a on k.document_id is null and k.amount_id = a.amount_id
    left join {{ ref('int_document_profile') }} as p on k.document_id is null and k.bureau_name = p.bureau_name
)

select
    document_id,
    check_name,
    count(distinct broken_row) as broken_rows,
    min(broken_row) as example
from attributed
group by document_id, check_name
