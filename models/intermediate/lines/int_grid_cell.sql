-- The cells of a grid's data rows under the columns of its form. A part of a form behind a page break
-- may print fewer columns: it is aligned on the left or on the right, whichever puts every figure
-- under a measure and every word beside the measures; if both or neither do, its place is unknown.
with forms as (
    select
        form_id,
        max(column_number) as column_count,
        max(lane) as lanes,
        min(case when role in ('measure', 'comparison', 'other') then column_number end) as first_measure_column
    from {{ ref('int_form_column') }}
    group by form_id
),

blocks as (
    select
        r.form_id,
        r.table_number,
        max(r.cell_count) as block_width,
        max(list_max(list_filter(range(1, r.cell_count + 1), lambda i: trim(r.cells[i]) != ''))) as filled_width
    from {{ ref('int_form_row') }} as r
    where r.layout = 'grid' and r.row_kind = 'data' and r.grid != 'text'
    group by all
),

header_tables as (
    select distinct
        form_id,
        table_number
    from {{ ref('int_form_row') }}
    where layout = 'grid' and row_kind = 'header' and filled_count > 1
),

-- A header that a page break cuts from its rows, with fewer columns than they have: nobody knows over which it
-- stands.
narrow_heads as (
    select
        r.form_id
    from {{ ref('int_form_row') }} as r
    inner join forms as f on r.form_id = f.form_id
    where r.layout = 'grid' and r.grid in ('ruled', 'aligned')
    group by r.form_id, r.table_number
    having
        bool_and(r.row_kind in ('header', 'title', 'preamble'))
        and bool_or(r.row_kind = 'header' and r.filled_count > 2)
        and max(r.cell_count) < min(f.column_count)
),

-- Nor where heads are printed that are in no column.
heads_beside as (
    select r.form_id
    from {{ ref('int_form_row') }} as r
    inner join (
        select
            form_id,
            min(position) as position
        from {{ ref('int_form_row') }}
        where row_kind = 'data'
        group by form_id
    ) as d on r.form_id = d.form_id and r.position < d.position
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    inner join (select distinct alias from {{ ref('column_headers') }} where role = 'measure') as h
        on c.compact_text = h.alias
    where r.layout = 'grid' and r.row_kind = 'text'
    group by r.form_id, r.row_id
    having count(*) > 1
),

-- So are columns of lists side by side, if a row prints two figures in one.
run_together as (
    select distinct
        r.form_id,
        r.table_number
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where
        r.layout = 'grid' and r.grid = 'aligned' and r.row_kind = 'data'
        and regexp_matches(c.cell_text, '\.\d+\s+-?\d|\.\d\d[\d,]*\d\.\d\d')
),

shifts as (
    select
        b.form_id,
        b.table_number,
        unnest(
            case
                when b.block_width < f.column_count and f.lanes = 1
                    then [0, f.column_count - b.block_width]
                else [0]
            end
        ) as shift,
        b.block_width < f.column_count as is_narrow,
        b.form_id in (select form_id from narrow_heads)
        or b.form_id in (select form_id from heads_beside)
        or (b.block_width < f.column_count and f.lanes > 1 and t.form_id is not null) as is_torn,
        -- More columns than any header: nobody knows which of them the headers are of.
        b.filled_width > f.column_count and h.table_number is null as is_wide
    from blocks as b
    inner join forms as f on b.form_id = f.form_id
    left join header_tables as h on b.form_id = h.form_id and b.table_number = h.table_number
    left join run_together as t on b.form_id = t.form_id and b.table_number = t.table_number
),

printed as (
    select
        row_id,
        column_number,
        cell_text,
        compact_text,
        is_figure,
        bbox,
        confidence,
        word_note
    from {{ ref('int_cell') }}
    union all by name
    select
        row_id,
        column_number,
        cell_text,
        '' as compact_text,
        false as is_figure,
        bbox,
        confidence
    from {{ ref('stg_unread_cell') }}
),

cells as (
    select
        r.form_id,
        r.document_id,
        r.statement,
        r.table_number,
        r.row_id,
        r.row_number,
        r.page,
        r.position,
        c.column_number as printed_column,
        c.cell_text,
        c.compact_text,
        c.is_figure,
        c.bbox,
        c.confidence,
        c.word_note
    from {{ ref('int_form_row') }} as r
    inner join printed as c on r.row_id = c.row_id
    where r.layout = 'grid' and r.row_kind = 'data' and r.grid != 'text'
),

-- A table whose title no one knows may stand below a form: where a row heads columns that the form
-- doesn't have, the form's own columns end.
header_texts as (
    select distinct
        r.form_id,
        c.compact_text
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where r.layout = 'grid' and r.row_kind = 'header'
),

header_words as (
    select distinct alias from {{ ref('column_headers') }}
),

heading_rows as (
    select
        c.form_id,
        c.position
    from cells as c
    left join header_texts as h on c.form_id = h.form_id and c.compact_text = h.compact_text
    left join header_words as w on c.compact_text = w.alias
    group by all
    having
        count(*) >= 3
        and count(*) filter (where c.is_figure or regexp_matches(c.compact_text, '^\d{3}|[一二三四五六七八九十]、')) = 0
        and count(w.alias) >= 2
        and count(*) filter (where h.compact_text is null) >= 2
),

other_tables as (
    select
        h.form_id,
        min(h.position) as position
    from heading_rows as h
    inner join forms as f on h.form_id = f.form_id
    group by h.form_id
),

judged as (
    select
        s.form_id,
        s.table_number,
        s.shift,
        s.is_narrow,
        s.is_wide or s.is_torn as is_lost,
        count(*) filter (
            where (
                c.is_figure and regexp_matches(c.compact_text, '[.,]')
                and coalesce(col.role, '') not in ('measure', 'comparison', 'other')
            )
            or (not c.is_figure and regexp_matches(c.compact_text, '\p{Han}') and col.role = 'measure')
        ) as misplaced
    from shifts as s
    inner join cells as c on s.form_id = c.form_id and s.table_number = c.table_number
    left join {{ ref('int_form_column') }} as col
        on s.form_id = col.form_id and c.printed_column + s.shift = col.column_number
    group by all
),

chosen as (
    select
        form_id,
        table_number,
        case
            when bool_or(is_lost) then null
            when not bool_or(is_narrow) then 0
            when count(*) filter (where misplaced = 0) = 1
                then min(shift) filter (where misplaced = 0)
            when count(*) filter (where misplaced = 0) > 1 and min(misplaced) = 0 then 0
        end as shift,
        count(*) filter (where misplaced = 0) > 1 as is_ambiguous
    from judged
    group by all
)

select
    c.*,
    s.shift is not null and not s.is_ambiguous as is_aligned,
    coalesce(c.position >= o.position, false) as is_other_table,
    col.column_number,
    col.lane,
    coalesce(col.role, 'unknown') as role,
    coalesce(col.is_guessed_key, false) as is_guessed_key,
    col.measure,
    col.fund,
    col.value_basis,
    col.unit_text,
    col.header_text,
    col.confidence as header_confidence,
    col.word_note as header_note
from cells as c
left join chosen as s on c.form_id = s.form_id and c.table_number = s.table_number
left join other_tables as o on c.form_id = o.form_id
left join {{ ref('int_form_column') }} as col
    on c.form_id = col.form_id and c.printed_column + coalesce(s.shift, 0) = col.column_number
