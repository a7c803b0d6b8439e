{{ config(schema='intermediate') }}
-- Every number that is printed, as landed: straight from the raw rows, whatever is read of them, by a grammar of its
-- own, so that a step that loses sight of a figure shows. What shape it has is told by its cell and what stands beside.
with tables as (
    select
        document_id,
        table_number,
        grid = 'text' as is_text
    from {{ ref('raw_table') }}
),

rows as (
    select
        {{ stable_key(['r.document_id', 'r.table_number', 'r.row_number']) }} as row_id,
        r.document_id,
        r.page,
        r.table_number,
        r.row_number,
        r.cells,
        r.bboxes,
        r.text as row_text,
        coalesce(t.is_text, true) as is_text,
        list_position([trim(c) != '' for c in r.cells], true) as first_column,
        is_text and regexp_matches(r.text, '[，。；;]|,\s*\p{Han}|[^\s\d一二三四五六七八九十廿卅]、') as is_sentence,
        -- 27行＝（1＋2＋3）行
        regexp_matches(r.text, '[行栏][）)]?\s*[＝=]') as is_formula,
        is_text and regexp_full_match(
            trim(r.text), '[-—–.\s]*(第\s*)?[1-9]\d{0,3}(\s*页)?[-—–.\s]*((共|/)\s*\d+(\s*页)?)?'
        ) as is_page_number
    from {{ ref('raw_row') }} as r
    left join tables as t on r.document_id = t.document_id and r.table_number = t.table_number
),

unnested as (
    select
        * exclude (cells, bboxes),
        unnest(range(1, len(cells) + 1)) as column_number,
        unnest(cells) as printed_text,
        unnest(bboxes) as bbox,
        -- In lines of words the next cell goes on with what this one says: 12.5 万元.
        unnest(case when is_text then list_prepend('', cells[:-2]) end) as cell_before,
        unnest(case when is_text then cells[2:] end) as cell_after
    from rows
),

cells as (
    select
        * exclude (printed_text, first_column, row_text, cell_before, cell_after),
        translate(printed_text, '０１２３４５６７８９，．％（）：－—–−', '0123456789,.%():----') as cell_text,
        column_number = first_column as is_first_cell,
        coalesce(right(cell_before, 12), '') as cell_before,
        coalesce(left(cell_after, 12), '') as cell_after
    from unnested
    where regexp_matches(printed_text, '[0-9０-９]')
),

-- 1,234.56 with its groups, 12.34 and 2024; what is run together (12.3445.60) is cut behind the second decimal.
numbers as (
    select
        *,
        regexp_extract_all(
            cell_text,
            '[^0-9]*(?:[0-9]{1,3}(?:,\s?[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+\.[0-9]+|[0-9]+(?:\.[0-9]+)?)'
        ) as parts
    from cells
),

figures as (
    select
        * exclude (parts),
        unnest(range(1, len(parts) + 1)) as figure_order,
        regexp_replace(parts[figure_order], '^[^0-9]+', '') as figure_text,
        cast(list_sum([length(p) for p in parts[1:figure_order]]) as integer) as figure_end
    from numbers
),

placed as (
    select
        * exclude (cell_before, cell_after),
        cell_before || left(cell_text, figure_end - length(figure_text)) as text_before,
        substr(cell_text, figure_end + 1) || cell_after as text_after,
        figure_end = length(cell_text) or trim(substr(cell_text, figure_end + 1)) in ('', ')', '%') as is_at_end,
        regexp_full_match(
            left(cell_text, figure_end - length(figure_text)), '[\s*#`|¥￥"''(-]*'
        ) as is_at_begin
    from figures
),

shaped as (
    select
        *,
        regexp_matches(figure_text, '^[0-9]+$') as is_integer,
        is_at_begin and (is_at_end or regexp_full_match(substr(cell_text, figure_end + 1), '[\s*#`|)%]*'))
            as is_whole_cell,
        regexp_matches(text_after, '^\s*([%％‰]|个?百分点)') as is_share
    from placed
)

select
    {{ stable_key(['row_id', 'column_number', 'figure_order']) }} as figure_id,
    document_id,
    page,
    table_number,
    row_number,
    row_id,
    column_number,
    figure_order,
    figure_text,
    replace(replace(figure_text, ',', ''), ' ', '') as number_text,
    cell_text,
    right(text_before, 16) as text_before,
    left(text_after, 16) as text_after,
    bbox,
    is_text,
    is_first_cell,
    is_whole_cell,
    is_share,
    is_sentence,
    -- Neither a code nor a date prints groups or decimals.
    not is_integer as is_amount_like,
    case
        when not is_integer
            then
                case
                    when
                        regexp_matches(figure_text, '^(19|20)\d\d\.\d\d?$') and regexp_matches(text_after, '^\.\d')
                        then 'date'
                    when
                        is_text and is_first_cell and is_at_begin and regexp_matches(figure_text, '^\d{1,2}\.\d{1,2}$')
                        and regexp_matches(text_after, '^\.?\s*\p{Han}')
                        and not regexp_matches(text_after, '^\s*[百千万亿]*[元个]')
                        then 'numbering'
                    -- 1.2025年部门预算
                    when regexp_matches(figure_text, '^\d{1,2}\.(19|20)\d\d$') and regexp_matches(text_after, '^\s*年')
                        then 'numbering'
                end
        when is_formula then 'numbering'
        when regexp_matches(text_after, '^\s*年') and regexp_matches(figure_text, '^((19|20)\d\d|\d{1,2})$') then 'date'
        when regexp_matches(text_after, '^\s*[月日]') and regexp_matches(figure_text, '^\d{1,2}$') then 'date'
        when
            regexp_matches(figure_text, '^(19|20)\d\d$')
            and regexp_matches(text_after, '^\s*([-./至~、]\s*\d|财年|财政|部门|预算|决算|单位|整体|项目)')
            then 'date'
        when
            regexp_matches(figure_text, '^\d{1,4}$')
            and regexp_matches(text_before, '((19|20)\d\d[-./]|\d{4}[-./]\d{1,2}[-./]|年[-至~—]+)\s*$')
            then 'date'
        when regexp_matches(text_after, '^\s*[:：]\d\d') or regexp_matches(text_before, '\d{1,2}[:：]\s*$') then 'time'
        when
            regexp_matches(figure_text, '^(0\d{2,3})$') and regexp_matches(text_after, '^[-)）\s]*\d{7,8}')
            or regexp_matches(figure_text, '^\d{7,8}$') and regexp_matches(text_before, '0\d{2,3}[-)）\s]*$')
            or regexp_matches(figure_text, '^1[3-9]\d{9}$')
            or (
                length(figure_text) >= 5
                and regexp_matches(text_before, '(电话|传真|手机|热线|邮编|邮政编码|联系方式)\D{0,6}$')
            )
            then 'phone'
        when regexp_matches(text_before, '[〔\[【（(]\s*$') and regexp_matches(text_after, '^\s*[〕\]】）)]\s*\d+\s*号')
            then 'document_number'
        when regexp_matches(text_after, '^\s*号') then 'document_number'
        when regexp_matches(text_before, '(\.{3,}|…+|·{3,}|_{3,})\s*$') then 'page_number'
        when is_page_number then 'page_number'
        when
            regexp_matches(text_before, '(第|表|附件|附表|图|公开|栏次?|行次?|注:|说明:)\s*[(（]?$')
            or regexp_matches(text_after, '^\s*(表|条|章|节|页|届)')
            then 'numbering'
        when
            is_at_begin and not is_whole_cell and regexp_matches(figure_text, '^[1-9]\d?$')
            and regexp_matches(text_after, '^\s*[)）]|^\s*[.、．]\s*(\D|$|(19|20)\d\d年)')
            then 'numbering'
        when
            is_whole_cell and regexp_matches(figure_text, '^[1-9]\d?$')
            and regexp_matches(cell_text, '^\s*[(（]\d+[)）]\s*$') and is_text
            then 'numbering'
        when regexp_matches(figure_text, '^0\d+$') or length(figure_text) >= 14 then 'code'
        when regexp_matches(text_before, '[A-Za-z]-?$') or regexp_matches(text_after, '^-?[A-Za-z]+-?\d')
            then 'code'
        when
            regexp_matches(figure_text, '^[1235]\d{2}(\d\d){0,2}$') and is_at_begin and not is_whole_cell
            and regexp_matches(text_after, '^\s*[-_.)\]）】]?\s*\p{Han}{2}')
            and not regexp_matches(text_after, '^\s*[多余]?([元百千万亿]|个)')
            -- 20101人大事务, but not 201人.
            and (
                length(figure_text) > 3
                or not regexp_matches(text_after, '^\s*[多余]?[年月日人次个台辆批项户家名份件套米亩天吨册期场]')
            )
            then 'code'
        when
            regexp_matches(figure_text, '^[1235]\d{2}(\d\d){0,2}$')
            and regexp_matches(text_before, '[(（\[【]\s*$') and regexp_matches(text_after, '^\s*[)）\]】]')
            then 'code'
    end as shape
from shaped
