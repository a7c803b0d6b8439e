with titled as (
    select
        r.document_id,
        arg_min(r.text, r.position) as title
    from {{ ref('int_row') }} as r
    where
        r.position <= 12 and length(r.compact_text) <= 60
        and regexp_matches(r.compact_text, '(部门|单位|年度?).*(预算|决算)')
    group by r.document_id
),

forms as (
    select
        document_id,
        count(*) as forms,
        arg_min(title, form_number) as first_title
    from {{ ref('int_form') }}
    where statement is not null
    group by document_id
),

scans as (
    select
        document_id,
        count(*) as scanned_pages
    from {{ ref('raw_page') }}
    where source = 'ocr'
    group by document_id
)

select
    d.document_id,
    d.source_path,
    d.sha256,
    d.format,
    trim(regexp_replace(coalesce(t.title, f.first_title), '^[#\s]+', '')) as title,
    b.bureau_id,
    p.fiscal_year,
    p.stage,
    p.scope,
    list_filter(
        [
            case when m.bureau_name is not null then 'bureau' end,
            case when m.fiscal_year is not null then 'fiscal_year' end,
            case when m.stage is not null then 'stage' end,
            case when m.scope is not null then 'scope' end
        ],
        lambda name: name is not null
    ) as said_by_manifest,
    m.source_url,
    m.published_on,
    case
        when d.document_id in (select document_id from {{ ref('int_set_aside') }}) then 'set_aside'
        when d.status != 'landed' then d.status
        when coalesce(f.forms, 0) = 0 then 'no_forms'
        else 'built'
    end as status,
    cast(coalesce(f.forms, 0) as integer) as forms,
    cast(d.pages as integer) as pages,
    cast(coalesce(s.scanned_pages, 0) as integer) as scanned_pages,
    d.bytes,
    d.ingest_version
from {{ ref('raw_document') }} as d
left join titled as t on d.document_id = t.document_id
left join forms as f on d.document_id = f.document_id
left join scans as s on d.document_id = s.document_id
left join {{ ref('int_document_profile') }} as p on d.document_id = p.document_id
left join {{ ref('int_bureau') }} as b on p.bureau_name = b.bureau_name
left join {{ ref('stg_manifest') }} as m on d.document_id = m.document_id
where d.status != 'duplicate' and d.document_id is not null and d.document_id != ''
