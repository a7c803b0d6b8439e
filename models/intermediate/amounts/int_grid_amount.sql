-- Each figure of a grid's data rows that is no code, line number or name, under its column. Also the
-- figures of damaged forms that stand beside a title or a unit, in rows without columns.
with row_lanes as (
    select
        row_id,
        lane,
        bool_or(role = 'key') as has_key,
        bool_or(role = 'measure' and is_figure) as has_figure
    from {{ ref('int_grid_cell') }}
    group by all
),

-- 公用经费合计 in a merged cell over several lanes: its figure in the last of them is that name's.
merged_lanes as (
    select
        own.row_id,
        own.lane,
        max(named.lane) as named_lane
    from row_lanes as own
    inner join row_lanes as named
        on own.row_id = named.row_id and named.lane < own.lane and named.has_key and not named.has_figure
    where not own.has_key
    group by all
),

cells as (
    select
        c.* exclude (lane),
        coalesce(m.named_lane, c.lane) as lane,
        regexp_matches(c.compact_text, '\d') as has_digit
    from {{ ref('int_grid_cell') }} as c
    inner join {{ ref('statements') }} as s on c.statement = s.statement
    left join merged_lanes as m on c.row_id = m.row_id and c.lane = m.lane
    where s.kind = 'money'
),

-- Without lines between rows a figure or a code that its column was too narrow for goes on in the row below,
-- which has no figure of its own: what is read of it is not all that is printed.
rests as (
    select
        row_id,
        lane
    from cells
    group by all
    having
        count(*) filter (where regexp_matches(compact_text, '\p{Han}')) <= 1
        and not bool_or(regexp_matches(compact_text, '\d[.,]\d|^\d{5,}'))
        and not bool_or(role = 'unit_code')
),

below_each_other as (
    select
        above.row_id,
        above.printed_column,
        below.row_id as row_below,
        -- Where its column isn't known a figure may stand in any.
        case when above.is_aligned or not above.is_figure then above.role else 'measure' end as role,
        above.compact_text,
        below.compact_text as text_below
    from cells as above
    inner join {{ ref('int_form_row') }} as r on above.row_id = r.row_id and r.grid = 'aligned'
    inner join cells as below
        on
            above.form_id = below.form_id and above.table_number = below.table_number
            and above.printed_column = below.printed_column and above.row_number + 1 = below.row_number
    inner join rests as t on below.row_id = t.row_id and below.lane is not distinct from t.lane
),

-- So does one in a row that a page break tears, which has no whole code on the next page.
last_rows as (
    select
        form_id,
        table_number,
        arg_max(row_id, row_number) as row_id
    from {{ ref('int_form_row') }}
    where grid = 'ruled'
    group by all
),

rests_over_pages as (
    select row_id
    from cells
    group by row_id
    having
        bool_or(role = 'measure' and is_figure)
        and not bool_or(
            role in ('key', 'unit_code', 'project_code') and regexp_matches(compact_text, '^\d{3}(\d{2}){0,2}(\D|$)')
        )
),

over_pages as (
    select
        above.row_id,
        above.printed_column,
        below.row_id as row_below,
        -- Where its column isn't known a figure may stand in any.
        case when above.is_aligned or not above.is_figure then above.role else 'measure' end as role,
        above.compact_text,
        below.compact_text as text_below
    from cells as above
    inner join last_rows as l on above.row_id = l.row_id
    inner join cells as below
        on
            above.form_id = below.form_id and above.page + 1 = below.page and below.row_number = 1
            and above.printed_column = below.printed_column
    -- Without figures it is joined to the line above (int_grid_line).
    inner join rests_over_pages as t on below.row_id = t.row_id
),

-- Where the rest of a torn row is alone on its page it is no grid but words.
before_words as (
    select
        above.row_id,
        above.printed_column,
        t.row_id as row_below,
        case when above.is_aligned or not above.is_figure then above.role else 'measure' end as role,
        above.compact_text,
        c.compact_text as text_below
    from cells as above
    inner join {{ ref('int_form_row') }} as r on above.row_id = r.row_id and r.grid = 'aligned'
    inner join {{ ref('int_form_row') }} as t
        on above.form_id = t.form_id and above.position + 1 = t.position and t.row_kind = 'text'
    inner join {{ ref('stg_cell') }} as c on t.row_id = c.row_id
),

broken as (
    select
        row_id,
        printed_column,
        row_below,
        role = 'measure' as is_figure
    from (
        select * from below_each_other
        union all
        select * from over_pages
        union all
        select * from before_words
    )
    where
        (
            role = 'measure' and (
                (
                    regexp_matches(compact_text, '\d(\.\d?|,\d{0,2})$') and regexp_full_match(text_below, '\d{1,3}')
                )
                or (regexp_matches(compact_text, '\d$') and regexp_full_match(text_below, '\.\d+'))
            )
        )
        or (
            role = 'key' and regexp_full_match(compact_text, '\d{2,6}')
            and regexp_full_match(text_below, '\d{1,4}')
            and length(compact_text || text_below) <= 7
            and not starts_with(text_below, left(compact_text, 3))
        )
),

-- A list without lines in which a code goes on in the next row: nothing says which rows are one line.
list_rows as (
    select
        c.form_id,
        c.position,
        bool_or(c.role = 'measure' and c.is_figure) as has_figures,
        bool_or(c.role in ('unit_code', 'project_code')) as has_code,
        bool_or(c.role = 'project_code' and regexp_full_match(c.compact_text, '[\dA-Z]+')) as has_project_code,
        bool_or(c.role = 'unit_code' and regexp_full_match(c.compact_text, '\d{1,2}|0\d+')) as has_rest,
        -- 山区202医疗: a code in the middle of a name of several lines.
        bool_or(
            c.role not in ('measure', 'project_name', 'item_name', 'attribute')
            and regexp_matches(c.compact_text, '\p{Han}\d{3,}\p{Han}')
            and not regexp_matches(c.compact_text, '\d年')
        ) as has_code_within,
        bool_and(c.role in ('unit_name', 'measure', 'unknown') and not contains(c.compact_text, '计')) as is_unit_alone
    from cells as c
    inner join {{ ref('int_form_row') }} as r on c.row_id = r.row_id and r.grid = 'aligned'
    inner join {{ ref('statements') }} as s on c.statement = s.statement and s.line_key in ('detail', 'project')
    group by all
),

torn_lists as (
    select distinct form_id
    from (
        select
            *,
            min(case when has_code then position end) over (partition by form_id) as first_code_position
        from list_rows
    )
    where
        has_code_within
        or (not has_figures and (has_project_code or has_rest))
        or (has_figures and is_unit_alone and position > first_code_position)
),

-- A line of details that is printed in several rows doesn't say all in the row of its figures.
torn_details as (
    select own.row_id
    from {{ ref('int_form_row') }} as own
    inner join {{ ref('statements') }} as s on own.statement = s.statement and s.line_key = 'detail'
    inner join {{ ref('int_form_row') }} as beside
        on
            own.form_id = beside.form_id and own.table_number = beside.table_number
            and abs(own.row_number - beside.row_number) = 1
    inner join cells as c
        on
            beside.row_id = c.row_id and c.role not in ('measure', 'comparison', 'unit_code')
            and (
                trim(own.cells[c.printed_column]) = ''
                or (starts_with(c.compact_text, '[') and not contains(own.cells[c.printed_column], '['))
            )
    where own.grid = 'aligned' and beside.row_kind = 'data' and beside.figures = 0
),

-- A line of words between two parts of a grid that prints figures is a row that lines don't enclose.
gaps as (
    select t.row_id
    from {{ ref('int_form_row') }} as t
    inner join {{ ref('stg_cell') }} as c on t.row_id = c.row_id
    where
        t.row_kind = 'text' and not contains(t.text, '。')
        and t.position between (
            select min(g.position) from {{ ref('int_form_row') }} as g
            where g.form_id = t.form_id and g.grid != 'text'
        ) and (
            select max(g.position) from {{ ref('int_form_row') }} as g
            where g.form_id = t.form_id and g.grid != 'text'
        )
    group by t.row_id
    having count(*) filter (where c.is_figure and regexp_matches(c.compact_text, '\d,\d{3}|\.\d\d$')) > 1
),

broken_cells as (
    select
        row_id,
        printed_column
    from broken
    where is_figure
    union
    select
        row_below,
        printed_column
    from broken
    where is_figure
    union
    -- Without lines between columns two figures may stand in one: then nothing in it is sure.
    select
        c.row_id,
        c.printed_column
    from cells as c
    where
        (c.form_id, c.table_number, c.printed_column) in (
            select (t.form_id, t.table_number, t.printed_column)
            from cells as t
            inner join {{ ref('int_form_row') }} as r on t.row_id = r.row_id and r.grid = 'aligned'
            where t.role = 'measure' and regexp_matches(trim(t.cell_text), '\d\s+\d')
        )
        -- 10 73 is no figure anywhere: 1 067.01 is.
        or (
            c.role = 'measure' and regexp_matches(trim(c.cell_text), '\d\s+\d')
            and not regexp_full_match(trim(c.cell_text), '-?\d{1,3}(\s\d{3})+(\.\d+)?')
        )
)

select
    {{ stable_key(['row_id', 'printed_column', '1']) }} as amount_id,
    form_id,
    document_id,
    statement,
    row_id,
    table_number,
    row_number,
    page,
    position,
    printed_column as column_number,
    coalesce(lane, 1) as lane,
    cell_text as amount_text,
    compact_text,
    measure,
    fund,
    value_basis,
    unit_text as column_unit_text,
    bbox,
    confidence,
    header_confidence,
    header_note,
    case
        when is_other_table then 'form_unknown'
        when (row_id, printed_column) in (select (row_id, printed_column) from broken_cells) then 'figure_unreadable'
        when not is_aligned then 'row_misaligned'
        when not is_figure then 'figure_unreadable'
        when form_id in (select form_id from torn_lists) then 'code_damaged'
        when row_id in (select unnest([row_id, row_below]) from broken where not is_figure) then 'code_damaged'
        when role = 'comparison' then 'column_out_of_scope'
        when row_id in (select row_id from torn_details) then 'line_unknown'
        when role != 'measure' then 'column_unknown'
    end as reason_code,
    coalesce(header_text, '') as header_text
from cells
where
    (role in ('measure', 'unknown', 'comparison', 'other') and is_figure)
    or (
        role in ('measure', 'comparison', 'other')
        and has_digit
        and not ends_with(compact_text, '%')
        and regexp_matches(compact_text, '^[-(]?\d[\d,.]*')
    )
    or (
        role not in ('measure', 'unknown', 'comparison', 'other') and is_figure and regexp_matches(compact_text, '[.,]')
    )
    -- On a scan, what is neither a word nor a dash may be a figure that was not read as one.
    or (
        role in ('measure', 'unknown')
        and (confidence <= {{ doubtful() }} or not regexp_matches(compact_text, '\p{Han}|^-+$'))
        and confidence is not null
    )
    -- Figures that ran into a name: the lines around them were not all drawn.
    or (role = 'key' and regexp_matches(cell_text, '(\p{Han}|\s)-?[\d,]*\d\.\d\d(\s|$)'))
    -- Where the line between two columns was not seen, figures stand beside words.
    or (confidence <= {{ doubtful() }} and regexp_matches(cell_text, '(^|\s)-?[\d,]*\d\.\d+(\s|$)'))
union all by name
select
    {{ stable_key(['r.row_id', 'c.column_number', '1']) }} as amount_id,
    r.form_id,
    r.document_id,
    r.statement,
    r.row_id,
    r.table_number,
    r.row_number,
    r.page,
    r.position,
    c.column_number,
    1 as lane,
    c.cell_text as amount_text,
    c.compact_text,
    c.bbox,
    c.confidence,
    'row_misaligned' as reason_code,
    '' as header_text
from {{ ref('int_form_row') }} as r
inner join {{ ref('statements') }} as s on r.statement = s.statement
inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
left join gaps as g on r.row_id = g.row_id
where
    s.kind = 'money' and (r.row_kind = 'preamble' or g.row_id is not null)
    and c.is_figure and regexp_matches(c.compact_text, '\d,\d{3}|\.\d\d$')
