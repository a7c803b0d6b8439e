-- The keys of each line of a grid: one line a row and lane.
with lanes as (
    select
        form_id,
        lane,
        max(case when starts_with(header_path, '收') or contains(header_path, '收入') then 1 else 0 end) as has_income,
        max(case when starts_with(header_path, '支') or contains(header_path, '支出') then 1 else 0 end) as has_expenditure
    from {{ ref('int_form_column') }}
    where role = 'key'
    group by all
),

keys as (
    select
        form_id,
        document_id,
        statement,
        row_id,
        position,
        coalesce(lane, 1) as lane,
        coalesce(list(compact_text order by printed_column) filter (where role = 'key'), []) as key_texts,
        coalesce(list(cell_text order by printed_column) filter (where role = 'key'), []) as key_cells,
        max(compact_text) filter (where role = 'unit_code') as unit_code,
        max(cell_text) filter (where role = 'unit_name') as unit_name,
        max(compact_text) filter (where role = 'project_code') as project_code,
        max(cell_text) filter (where role = 'project_name') as project_name,
        max(cell_text) filter (where role = 'item_name') as item_name,
        max(regexp_extract(compact_text, '\[(\d{3,7})\]', 1)) filter (where role = 'function') as function_text,
        max(regexp_extract(compact_text, '\[(\d{3,7})\]', 1)) filter (where role = 'economic') as economic_text
    from {{ ref('int_grid_cell') }}
    group by all
),

split as (
    select
        *,
        array_to_string(list_filter(key_texts, lambda t: regexp_full_match(t, '\d{2,7}')), '') as numeric_keys,
        list_filter(
            list_transform(key_texts, lambda t: regexp_extract(t, '^(\d{3,7})\D', 1)), lambda t: t != ''
        )[1] as glued_code,
        array_to_string(
            list_filter(
                list_transform(key_cells, lambda t: trim(regexp_replace(t, '^\s*\d{3,7}\s*(\D)', '\1'))),
                lambda t: not regexp_full_match(t, '[\d\s]*')
            ),
            ''
        ) as key_name
    from keys
)

select
    s.form_id,
    s.document_id,
    s.statement,
    s.row_id,
    s.position,
    s.lane,
    coalesce(nullif(s.numeric_keys, ''), s.glued_code) as code_text,
    nullif(s.unit_code, '') as unit_code,
    nullif(s.project_code, '') as project_code,
    s.project_name,
    s.item_name,
    nullif(s.function_text, '') as function_text,
    nullif(s.economic_text, '') as economic_text,
    nullif(coalesce(nullif(s.key_name, ''), s.project_name, s.unit_name), '') as name_text,
    s.unit_name,
    case
        when l.has_income = 1 and l.has_expenditure = 0 then 'income'
        when l.has_expenditure = 1 and l.has_income = 0 then 'expenditure'
        when s.lane = 1 then 'income'
        else 'expenditure'
    end as side
from split as s
left join lanes as l on s.form_id = l.form_id and s.lane = l.lane
