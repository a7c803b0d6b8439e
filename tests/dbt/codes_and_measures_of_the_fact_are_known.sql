-- Every measure of the fact is one of its statement's, every code is whole (no digit cut off) and has its name in the
-- year that the figures are for (where the document says it): else a join to dimensions drops amounts without a word.
with known_functions as (
    select
        function_code,
        fiscal_year
    from {{ ref('dim_function') }}
    where regexp_full_match(function_code, '\d{3}(\d{2}){0,2}')
),

known_economics as (
    select
        economic_code,
        fiscal_year
    from {{ ref('dim_economic') }}
    where regexp_full_match(economic_code, '\d{3}(\d{2})?')
),

unknown as (
    select
        l.*,
        'measure' as unknown_column,
        l.measure as unknown_value
    from {{ ref('fct_budget_line') }} as l
    anti join {{ ref('dim_measure') }} as m on l.statement = m.statement and l.measure = m.measure
    union all
    select
        l.*,
        'function_code' as unknown_column,
        l.function_code as unknown_value
    from {{ ref('fct_budget_line') }} as l
    anti join known_functions as k on l.function_code = k.function_code and l.fiscal_year = k.fiscal_year
    where l.function_code is not null and l.fiscal_year is not null
    union all
    select
        l.*,
        'economic_code' as unknown_column,
        l.economic_code as unknown_value
    from {{ ref('fct_budget_line') }} as l
    anti join known_economics as k on l.economic_code = k.economic_code and l.fiscal_year = k.fiscal_year
    where l.economic_code is not null and l.fiscal_year is not null
)

select
    document_id,
    statement,
    fiscal_year,
    page,
    table_number,
    row_number,
    column_number,
    name_text,
    amount_text,
    unknown_column,
    unknown_value
from unknown
