{{ config(schema='intermediate') }}
-- The numbers of a page's text that no row has: what a reader lost between the page and its rows. A page is looked at
-- where its text has more digits than its rows: joined and cut cells have as many.
with row_texts as (
    select
        document_id,
        page,
        array_to_string(cells, ' ') as text
    from {{ ref('raw_row') }}
),

-- A workbook's pages begin with the sheet's name, and end with what was left out of it.
page_texts as (
    select
        p.document_id,
        p.page,
        case
            when d.format not in ('xlsx', 'xls') then p.text
            else array_to_string(
                list_filter(
                    string_split(p.text, chr(10))[2:], lambda line: not contains(coalesce(d.problem, ''), line)
                ), chr(10)
            )
        end as text
    from {{ ref('raw_page') }} as p
    inner join {{ ref('raw_document') }} as d on p.document_id = d.document_id and d.status = 'landed'
),

digits as (
    select
        document_id,
        page,
        sum(digits) filter (where is_page) as on_page,
        sum(digits) filter (where not is_page) as in_rows
    from (
        select
            document_id,
            page,
            length(text) - length(translate(text, '0123456789０１２３４５６７８９', '')) as digits,
            true as is_page
        from page_texts
        union all
        select
            document_id,
            page,
            length(text) - length(translate(text, '0123456789０１２３４５６７８９', '')) as digits,
            false as is_page
        from row_texts
    )
    group by document_id, page
),

-- A row that a page break tears is put together on the first of the pages.
short_documents as (
    select document_id
    from digits
    group by document_id
    having sum(coalesce(on_page, 0)) > sum(coalesce(in_rows, 0))
),

short_pages as (
    select
        document_id,
        page
    from digits
    where coalesce(on_page, 0) > coalesce(in_rows, 0) and document_id in (select document_id from short_documents)
),

numbers as (
    select
        document_id,
        page,
        unnest(regexp_extract_all(text, '[0-9０-９]+(?:[.,，．][0-9０-９]+)*')) as figure_text,
        1 as printed
    from page_texts
    where (document_id, page) in (select (document_id, page) from short_pages)
    union all
    select
        document_id,
        page,
        unnest(regexp_extract_all(text, '[0-9０-９]+(?:[.,，．][0-9０-９]+)*')) as figure_text,
        -1 as printed
    from row_texts
    where (document_id, page) in (select (document_id, page) from short_pages)
)

select
    document_id,
    page,
    figure_text,
    cast(sum(printed) as integer) as figures
from numbers
group by document_id, page, figure_text
having sum(printed) > 0
