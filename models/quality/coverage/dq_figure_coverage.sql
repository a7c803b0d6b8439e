-- How many figures each page prints and where each went: the homes' sum is what is printed.
with homes as (
    select
        document_id,
        page,
        count(*) as in_rows,
        count(*) filter (where home = 'fact') as fact,
        count(*) filter (where home = 'claim') as claim,
        count(*) filter (where home = 'unplaced') as unplaced,
        count(*) filter (where home = 'performance') as performance,
        count(*) filter (where home = 'unclaimed_text') as unclaimed_text,
        count(*) filter (where home = 'no_figure') as no_figure
    from {{ ref('int_figure_home') }}
    group by document_id, page
),

not_read as (
    select
        document_id,
        page,
        sum(figures) as figures
    from {{ ref('int_figure_not_read') }}
    group by document_id, page
),

-- What lies over a page is not of it: a watermark's date.
pages as (
    select
        document_id,
        page,
        max(in_overlay) as in_overlay
    from (
        select
            document_id,
            page,
            len(regexp_extract_all(coalesce(overlay, ''), '[0-9]+(?:[.,][0-9]+)*')) as in_overlay
        from {{ ref('raw_page') }}
        union all
        select
            document_id,
            page,
            0 as in_overlay
        from homes
    )
    group by document_id, page
)

select
    p.document_id,
    d.bureau_id,
    d.fiscal_year,
    d.stage,
    p.page,
    s.compact_name as sheet,
    cast(coalesce(h.in_rows, 0) + coalesce(n.figures, 0) + p.in_overlay as integer) as printed,
    cast(coalesce(h.fact, 0) as integer) as fact,
    cast(coalesce(h.claim, 0) as integer) as claim,
    cast(coalesce(h.unplaced, 0) as integer) as unplaced,
    cast(coalesce(h.performance, 0) as integer) as performance,
    cast(coalesce(h.unclaimed_text, 0) as integer) as unclaimed_text,
    cast(coalesce(h.no_figure, 0) + p.in_overlay as integer) as no_figure
from pages as p
inner join {{ ref('dim_document') }} as d on p.document_id = d.document_id
left join homes as h on p.document_id = h.document_id and p.page = h.page
left join not_read as n on p.document_id = n.document_id and p.page = n.page
left join {{ ref('stg_sheet') }} as s on p.document_id = s.document_id and p.page = s.page
