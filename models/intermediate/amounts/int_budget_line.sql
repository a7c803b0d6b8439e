-- The fact as it is read: every amount of which everything is known, and the ones that a document prints again.
select
    amount_id as line_id,
    document_id,
    bureau_id,
    fiscal_year,
    stage,
    scope,
    statement,
    function_code,
    economic_code,
    unit_code,
    project_code,
    item,
    line_level,
    measure,
    fund,
    value_basis,
    cast(printed_number * factor as decimal(20, 2)) as amount,
    amount_text,
    case when measure_kind = 'money' then unit_text end as unit_text,
    trim(regexp_replace(name_text, '\s+', ' ', 'g')) as name_text,
    case
        when code_note is not null or is_figure_restored then 'repaired'
        when placement_note is not null then 'inferred'
        when is_unit_inferred and measure_kind = 'money' then 'inferred'
        else 'read'
    end as method,
    coalesce(confidence, 1.0) as confidence,
    nullif(
        concat_ws(
            '; ',
            case
                when is_unit_inferred and measure_kind = 'money'
                    then 'the form prints no unit; every other form of the document is in ' || unit_text
            end,
            code_note,
            placement_note,
            figure_note
        ),
        ''
    ) as repair_note,
    row_id as source_row_id,
    page,
    table_number,
    row_number,
    cast(column_number as integer) as column_number,
    cast(bbox as double[]) as bbox,
    reason_code is not null as is_printed_again
from {{ ref('int_amount') }}
where reason_code is null or reason_code = 'line_printed_again'
