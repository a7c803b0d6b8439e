with unplaced as (
    select
        a.amount_id,
        a.document_id,
        a.bureau_id,
        a.fiscal_year,
        a.stage,
        a.statement,
        f.title as form_title,
        a.name_text,
        coalesce(a.code, a.code_text, a.class_code) as code,
        a.amount_text,
        a.unit_text,
        a.reason_code,
        a.reason,
        a.candidates,
        a.row_id as source_row_id,
        a.page,
        a.table_number,
        a.row_number,
        a.column_number,
        cast(a.bbox as double[]) as bbox
    from {{ ref('int_amount') }} as a
    inner join {{ ref('int_form') }} as f on a.form_id = f.form_id
    where a.reason_code is not null
),

-- Figures that are listed straight from their cells: of tables whose title is no known form's, only those that
-- can't be ordinals or counts; and those that a step before this one lost sight of.
unmade as (
    select
        c.row_id,
        c.column_number,
        1 as part,
        'form_unknown' as reason_code,
        'no statement is known by the title "' || f.title || '"' as reason,
        f.form_id
    from {{ ref('int_form') }} as f
    inner join {{ ref('int_form_row') }} as r on f.form_id = r.form_id
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    where f.statement is null and r.grid != 'text' and c.is_figure and regexp_matches(c.compact_text, '[.,]')
    union all by name
    select
        row_id,
        column_number,
        0 as part,
        'overlooked' as reason_code,
        'the figure stands where no line or column of the form was understood' as reason,
        form_id
    from {{ ref('int_overlooked_figure') }}
),

in_cells as (
    select
        {{ stable_key(['u.row_id', 'u.column_number', 'u.part']) }} as amount_id,
        f.document_id,
        p.fiscal_year,
        p.stage,
        f.title as form_title,
        c.cell_text as amount_text,
        u.reason_code,
        u.reason,
        u.row_id as source_row_id,
        r.page,
        r.table_number,
        r.row_number,
        u.column_number,
        cast(c.bbox as double[]) as bbox
    from unmade as u
    inner join {{ ref('int_form') }} as f on u.form_id = f.form_id
    inner join {{ ref('int_form_row') }} as r on u.row_id = r.row_id
    inner join {{ ref('stg_cell') }} as c on u.row_id = c.row_id and u.column_number = c.column_number
    left join {{ ref('int_document_profile') }} as p on f.document_id = p.document_id
),

combined as (
    select * from unplaced
    union all by name
    select * from in_cells
)

select
    u.amount_id,
    u.document_id,
    u.bureau_id,
    u.fiscal_year,
    u.stage,
    u.statement,
    u.form_title,
    u.name_text,
    u.code,
    u.amount_text,
    u.unit_text,
    u.reason_code,
    u.reason,
    u.candidates,
    u.source_row_id,
    u.page,
    u.table_number,
    u.row_number,
    cast(u.column_number as integer) as column_number,
    u.bbox
from combined as u
