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
    case
        when is_other_table then 'form_unknown'
        when not is_aligned then 'row_misaligned'
        when not is_figure then 'figure_unreadable'
        when role = 'comparison' then 'column_out_of_scope'
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
where
    s.kind = 'money' and r.row_kind = 'preamble'
    and c.is_figure and regexp_matches(c.compact_text, '\d,\d{3}|\.\d\d$')
