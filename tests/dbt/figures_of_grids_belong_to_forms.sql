-- A table that stands in no form at all is read by nobody: its figures are neither in the fact nor among the
-- unplaced ones. A warning, since tables in the explanations are not forms; a form in it lacks a title in
-- seeds/aliases/titles.csv.
{{ config(severity='warn') }}
select
    r.document_id,
    r.page,
    r.table_number,
    r.row_number,
    c.column_number,
    c.cell_text
from {{ ref('stg_cell') }} as c
inner join {{ ref('stg_row') }} as r on c.row_id = r.row_id
anti join {{ ref('int_form_row') }} as f on c.row_id = f.row_id
where c.grid != 'text' and regexp_full_match(c.compact_text, '[-(]?(\d+\.\d\d|\d{1,3}(,\d{3})+(\.\d+)?)\)?')
