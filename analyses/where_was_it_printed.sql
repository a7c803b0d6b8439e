-- From a figure back to the page: the raw row that a fact was read from. Here: each bureau's 公务接待费.
select
    b.name as bureau_name,
    f.fiscal_year,
    f.value_basis,
    f.amount as yuan,
    f.amount_text,
    f.unit_text,
    d.source_path,
    f.page,
    r.line_number as line_in_source,
    r.text as printed_row
from fct_budget_line as f
inner join dim_document as d on f.document_id = d.document_id
inner join dim_bureau as b on f.bureau_id = b.bureau_id
inner join raw.row as r
    on f.document_id = r.document_id and f.table_number = r.table_number and f.row_number = r.row_number
where f.measure = 'official_reception'
order by bureau_name, f.fiscal_year, f.value_basis
