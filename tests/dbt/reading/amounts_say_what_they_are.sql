-- What the contract of the fact asks of each row: a row without it would stop the build when the fact is made.
select
    document_id,
    line_id,
    statement,
    page,
    table_number,
    row_number,
    column_number,
    amount_text
from {{ ref('int_budget_line') }}
where
    stage is null or statement is null or line_level is null or measure is null or fund is null
    or value_basis is null or amount is null or amount_text is null or method is null or confidence is null
    or source_row_id is null or page is null or table_number is null or row_number is null or column_number is null
