-- Each row of each form and what it is: preamble (部门：, 单位：, 公开01表), header, numbering (栏次),
-- note or data. Headers end where the first data row begins.
with ordered as (
    select
        r.* exclude (position),
        coalesce(o.position, r.position) as position
    from {{ ref('int_row') }} as r
    left join {{ ref('int_reading_order') }} as o on r.row_id = o.row_id
),

rows_of_forms as (
    select
        f.form_id,
        f.document_id,
        f.statement,
        f.layout,
        f.start_position,
        r.row_id,
        r.table_number,
        r.row_number,
        r.page,
        r.position,
        r.grid,
        r.cells,
        r.text,
        r.compact_text,
        r.cell_count,
        r.filled_count
    from {{ ref('int_form') }} as f
    inner join ordered as r
        on f.document_id = r.document_id and r.position >= f.start_position and r.position < f.end_position
),

preamble_texts as (
    select c.compact_text
    from (select distinct compact_text from {{ ref('stg_cell') }}) as c
    inner join {{ ref('preambles') }} as p
        on {{ by_pattern('regexp_matches', 'c.compact_text', 'p.pattern', 'preambles') }}
),

cell_features as (
    select
        row_id,
        count(*) filter (where is_figure) as figures,
        count(h.alias) as header_words,
        count(*) filter (where regexp_full_match(compact_text, '\d{1,2}')) as small_integers,
        count(*) filter (
            where not is_figure and compact_text not in ('栏次', '行次', '栏', '次', '类', '款', '项', '栏次行次')
            -- A note may stand beside a form, in any of its rows.
            and not regexp_matches(compact_text, '^(注|备注|说明|注释)[:\d]')
        ) as words,
        list(try_cast(compact_text as integer) order by column_number) filter (
            where regexp_full_match(compact_text, '\d{1,2}')
        ) as integers,
        count(*) filter (where compact_text in ('栏次', '栏')) as numbering_labels,
        bool_or(
            regexp_matches(
                compact_text,
                '^[\[(]?(\d{3}(\d{2}){0,2}|\d{4}|\d{6})[\])]?[-_.]?(\p{Han}|$)|^[一二三四五六七八九十廿]+、|^[A-Z0-9-]{12,}$'
            )
            -- 2018年执行数 heads a column.
            and not regexp_matches(compact_text, '^(19|20)\d\d年')
        ) as has_key,
        count(*) filter (
            where compact_text in (select compact_text from preamble_texts)
        ) as preamble_cells,
        count(*) filter (where trim(compact_text, '()') in (select unit_text from {{ ref('units') }})) as unit_cells,
        count(distinct compact_text) as texts,
        count(*) as filled
    from {{ ref('stg_cell') }}
    left join (select distinct alias from {{ ref('column_headers') }} where role = 'measure') as h
        on compact_text = h.alias
    group by row_id
),

featured as (
    select
        r.*,
        coalesce(c.figures, 0) as figures,
        coalesce(c.has_key, false) as has_key,
        coalesce(c.preamble_cells, 0) > 0
        -- 万元 alone, in each column, or beside the bureau's name.
        or (c.unit_cells > 0 and ((c.unit_cells = c.filled and c.texts = 1) or c.filled = 2))
        or regexp_full_match(r.compact_text, '(附件|附?表)[一二三四五六七八九十\d]+([-.]\d+)?') as is_preamble,
        regexp_matches(r.compact_text, '^(注|备注|说明|注释)[:\d]') as is_note,
        -- 栏次 1 2 3: small integers counting up by at most two (older forms skip a number).
        coalesce(c.words, 0) = 0
        and c.small_integers = c.figures
        and (c.numbering_labels > 0 or c.small_integers >= 3)
        and c.integers[1] <= 3
        and list_bool_and(
            list_transform(
                range(2, len(c.integers) + 1), lambda i: c.integers[i] - c.integers[i - 1] between 1 and 2
            )
        ) is not false as is_numbering,
        -- Without lines a row of numbers may stand beside heads: 1 小计 公务接待费 6.
        r.grid = 'aligned' and c.header_words > 1 and not c.has_key and c.small_integers = c.figures
            as is_among_heads
    from rows_of_forms as r
    left join cell_features as c on r.row_id = c.row_id
),

-- In lines of words 合计 may head a column, or be the total's name with its figures in the next line; what
-- stands above the numbering is a header.
neighbours as (
    select
        *,
        lead(figures > 0 and not is_numbering and not has_key and not regexp_matches(compact_text, '^\D')) over (
            partition by form_id order by position
        ) as is_before_figures,
        coalesce(max(case when is_numbering and layout = 'text' then position end) over (
            partition by form_id
        ), -1) as numbering_position,
        -- A note goes on over lines; an amount or a line's key ends it.
        layout = 'text' and figures = 0 and not has_key
        and coalesce(bool_or(is_note) over (
            partition by form_id order by position rows between unbounded preceding and 1 preceding
        ), false) as goes_on_note
    from featured
),

first_data as (
    select
        form_id,
        min(position) as first_data_position
    from neighbours
    where
        (layout = 'text' or grid != 'text')
        and position > start_position and position > numbering_position
        and not is_preamble and not is_note and not is_numbering
        and not regexp_full_match(compact_text, '[-:]+')
        and (
            (figures > 0 and is_among_heads is not true) or has_key
            or (regexp_full_match(compact_text, '合计|总计') and (layout = 'grid' or is_before_figures))
        )
    group by form_id
)

select
    r.form_id,
    r.document_id,
    r.statement,
    r.layout,
    r.row_id,
    r.table_number,
    r.row_number,
    r.page,
    r.position,
    r.grid,
    r.cells,
    r.text,
    r.compact_text,
    r.cell_count,
    r.filled_count,
    r.figures,
    case
        when r.position = r.start_position and not r.has_key and r.figures = 0 then 'title'
        when regexp_full_match(r.compact_text, '[-:]+') then 'separator'
        when r.is_note or r.goes_on_note then 'note'
        when r.is_preamble then 'preamble'
        when r.is_numbering then 'numbering'
        when r.layout = 'grid' and r.grid = 'text' then 'text'
        when d.first_data_position is null or r.position < d.first_data_position then 'header'
        else 'data'
    end as row_kind
from neighbours as r
left join first_data as d on r.form_id = d.form_id
