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

-- Figures of which no step made an amount: of tables that are no known form's, and those that a step lost sight of.
in_cells as (
    select
        h.amount_id,
        h.document_id,
        d.bureau_id,
        d.fiscal_year,
        d.stage,
        f.title as form_title,
        case when trim(h.cell_text, ' *') = h.figure_text then h.cell_text else h.figure_text end as amount_text,
        h.reason as reason_code,
        case h.reason
            when 'set_aside' then 'the document breaks a check of the warehouse''s own (dq_document_problem)'
            when 'form_unknown' then 'no statement is known by the title "' || f.title || '"'
            when 'outside_forms' then 'the table or line that prints it stands in no form whose title was found'
            when 'rate_out_of_scope' then 'it is a percentage: the fact has amounts only'
            else 'the figure stands where no line or column of the form was understood'
        end || case when trim(h.cell_text, ' *') = h.figure_text then '' else ' (' || left(h.cell_text, 60) || ')' end
            as reason,
        h.row_id as source_row_id,
        h.page,
        h.table_number,
        h.row_number,
        h.column_number,
        h.bbox
    from {{ ref('int_figure_home') }} as h
    inner join {{ ref('dim_document') }} as d on h.document_id = d.document_id
    left join {{ ref('int_form') }} as f on h.form_id = f.form_id
    where h.home = 'unplaced' and not h.is_read
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
