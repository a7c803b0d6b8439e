-- The figures of the money forms that are no amount, counted a second time, straight from the cells: the steps
-- between a cell and int_amount may leave out codes and line numbers but no figure. What counts as a figure is
-- written here anew, so that a mistake in the macros or in a step shows. A plain integer is a figure where the
-- form's header makes its column a measure or doesn't reach; elsewhere it may be a code or a line number.
{{ config(schema='intermediate') }}
with form_rows as (
    select
        r.form_id,
        r.document_id,
        r.row_id,
        r.row_kind,
        r.layout,
        r.page,
        r.table_number,
        r.row_number,
        max(r.cell_count) over (partition by r.form_id, r.table_number, r.row_kind) as block_width
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('statements') }} as s on r.statement = s.statement
    -- Sentences below a form and between its tables quote amounts of other forms.
    where s.kind = 'money' and r.row_kind not in ('title', 'note', 'text', 'numbering')
),

header_widths as (
    select
        form_id,
        max(column_number) as width
    from {{ ref('int_form_column') }}
    group by form_id
),

cells as (
    select
        r.*,
        c.column_number,
        c.cell_text,
        c.bbox,
        regexp_replace(c.cell_text, '[\s*#`|¥￥]', '', 'g') as figure,
        k.role,
        coalesce(r.block_width >= w.width, false) as is_whole_width
    from form_rows as r
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    left join header_widths as w on r.form_id = w.form_id
    left join {{ ref('int_form_column') }} as k
        on r.form_id = k.form_id and c.column_number = k.column_number
),

figures as (
    select *
    from cells
    where
        -- 12.30 and 1,234 can't be codes, wherever they stand; outside data rows 1.1 may be a form's number.
        (row_kind = 'data' and regexp_full_match(figure, '[-－(（]?(\d+|\d{1,3}(,\d{3})+)\.\d+[)）]?'))
        or regexp_full_match(figure, '[-－(（]?(\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d\d)[)）]?')
        or (
            row_kind = 'data' and layout = 'grid' and is_whole_width
            and coalesce(role, 'unknown') in ('measure', 'unknown')
            and regexp_full_match(figure, '[-－(（]?(0|[1-9]\d*)[)）]?')
        )
        or (row_kind = 'data' and layout = 'text' and figure = '0')
        -- Figures run together: 12.3045.60.
        or (
            row_kind = 'data' and layout = 'text'
            and regexp_full_match(figure, '[-\d,]+\.\d\d\d[\d,.]*\.\d\d')
        )
)

select
    g.document_id,
    g.form_id,
    g.row_id,
    g.page,
    g.table_number,
    g.row_number,
    g.column_number,
    g.cell_text,
    g.bbox
from figures as g
anti join {{ ref('int_amount') }} as a on g.row_id = a.row_id and g.column_number = a.column_number
