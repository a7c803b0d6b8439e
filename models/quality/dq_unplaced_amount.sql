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

unknown_forms as (
    -- Figures of tables whose title is no known form's: only those that can't be ordinals or counts.
    select
        {{ stable_key(['c.row_id', 'c.column_number', '1']) }} as amount_id,
        r.document_id,
        p.fiscal_year,
        p.stage,
        f.title as form_title,
        c.cell_text as amount_text,
        'form_unknown' as reason_code,
        'no statement is known by the title "' || f.title || '"' as reason,
        r.row_id as source_row_id,
        r.page,
        r.table_number,
        r.row_number,
        c.column_number,
        cast(c.bbox as double[]) as bbox
    from {{ ref('int_form') }} as f
    inner join {{ ref('int_form_row') }} as r on f.form_id = r.form_id
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    left join {{ ref('int_document_profile') }} as p on f.document_id = p.document_id
    where f.statement is null and r.grid != 'text' and c.is_figure and regexp_matches(c.compact_text, '[.,]')
),

-- Figures that a step before this one lost sight of.
overlooked as (
    select
        {{ stable_key(['g.row_id', 'g.column_number', '0']) }} as amount_id,
        g.document_id,
        p.fiscal_year,
        p.stage,
        f.title as form_title,
        g.cell_text as amount_text,
        'overlooked' as reason_code,
        'the figure stands where no line or column of the form was understood' as reason,
        g.row_id as source_row_id,
        g.page,
        g.table_number,
        g.row_number,
        g.column_number,
        cast(g.bbox as double[]) as bbox
    from {{ ref('int_overlooked_figure') }} as g
    inner join {{ ref('int_form') }} as f on g.form_id = f.form_id
    left join {{ ref('int_document_profile') }} as p on g.document_id = p.document_id
),

combined as (
    select * from unplaced
    union all by name
    select * from unknown_forms
    union all by name
    select * from overlooked
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
