-- The keys of each line of a grid: one line a row and lane.
with lanes as (
    select
        form_id,
        lane,
        max(case when starts_with(header_path, '收') or contains(header_path, '收入') then 1 else 0 end) as has_income,
        max(case when starts_with(header_path, '支') or contains(header_path, '支出') then 1 else 0 end)
            as has_expenditure,
        bool_or(exists (
            select 1
            from {{ ref('other_classifications') }} as o
            where {{ by_pattern('regexp_matches', 'header_path', 'o.pattern', 'other_classifications') }}
        )) as is_of_other_classification
    from {{ ref('int_form_column') }}
    -- 支出 in the middle over the lane on the right may stand over its figures only.
    where role = 'key' or (lane > 1 and starts_with(header_path, '支'))
    group by all
),

keys as (
    select
        form_id,
        document_id,
        statement,
        row_id,
        position,
        table_number,
        coalesce(lane, 1) as lane,
        bool_or(role in ('measure', 'comparison', 'other')) as has_figures,
        bool_and(role = 'key') as is_key_alone,
        bool_or(is_guessed_key and regexp_matches(compact_text, '^\d{3,}$')) as has_guessed_code,
        coalesce(list(compact_text order by printed_column) filter (where role = 'key'), []) as key_texts,
        coalesce(
            list(cell_text order by printed_column) filter (
                where role = 'key' or (role = 'other_key' and regexp_full_match(compact_text, '(合|总|小)计'))
            ),
            []
        ) as key_cells,
        max(compact_text) filter (where role = 'unit_code' and regexp_matches(compact_text, '\d')) as unit_code,
        -- 合计 may stand in the columns of codes.
        max(cell_text) filter (
            where (role = 'unit_name' and compact_text != '')
            or (role = 'unit_code' and not regexp_matches(compact_text, '\d'))
        ) as unit_name,
        max(compact_text) filter (where role = 'project_code' and regexp_matches(compact_text, '\d')) as project_code,
        max(cell_text) filter (where role = 'project_name' and compact_text != '') as project_name,
        max(cell_text) filter (where role = 'item_name' and compact_text != '') as item_name,
        bool_or(role = 'attribute' and regexp_matches(compact_text, '\p{Han}') and not ends_with(compact_text, '计'))
            as is_described,
        max(regexp_extract(compact_text, '\[(\d{3,7})\]', 1)) filter (where role = 'function') as function_text,
        max(regexp_extract(compact_text, '\[(\d{3,7})\]', 1)) filter (where role = 'economic') as economic_text
    from {{ ref('int_grid_cell') }}
    group by all
),

listed as (
    select
        *,
        list_filter(key_texts, lambda t: regexp_full_match(t, '\d{2,7}')) as numbers,
        list_filter(
            list_transform(
                list_filter(key_texts, lambda t: not regexp_matches(t, '^(19|20)\d\d年')),
                lambda t: regexp_extract(t, '^[\[(]?(\d{3,7})(\]|\)|[-_.]|\p{Han})', 1)
            ),
            lambda t: t != ''
        ) as glued_codes
    from keys
),

split as (
    select
        *,
        -- 类 款 项 in three columns: 208 05 01, or 208 20805 2080501.
        case
            when len(numbers) > 1 and length(numbers[-1]) > length(numbers[1]) and starts_with(numbers[-1], numbers[1])
                then numbers[-1]
            else array_to_string(numbers, '')
        end as numeric_keys,
        -- Beside a code of the departments' classification one of the government's (501 …) says nothing more.
        coalesce(list_filter(glued_codes, lambda t: t not like '5%')[1], glued_codes[1]) as glued_code,
        array_to_string(
            list_filter(
                list_transform(
                    list_filter(
                        key_cells,
                        lambda t: len(glued_codes) < 2 or not regexp_matches(t, '^\s*\[?5\d{2}(\d{2})?\D')
                    ),
                    lambda t: trim(
                        regexp_replace(
                            regexp_replace(t, '^\s*[\[(（【]\d{3,7}[\])）】]\s*', ''), '^\s*\d{3,7}[-_.]?\s*([^\d年])', '\1'
                        )
                    )
                ),
                lambda t: not regexp_full_match(t, '[\d\s]*')
            ),
            ''
        ) as key_name
    from listed
),

-- A code that its column was too narrow for goes on in the rows below, which have nothing else: 229, 60, 02.
rests as (
    select
        *,
        is_key_alone and key_name = '' and regexp_full_match(numeric_keys, '\d{1,4}')
        and lag(table_number) over above = table_number
        and not starts_with(numeric_keys, left(lag(numeric_keys) over above, 3)) as is_code_rest
    from split
    window above as (partition by form_id, lane order by position)
),

rejoined as (
    select
        * exclude (numeric_keys),
        string_agg(numeric_keys, '') over (
            partition by form_id, lane, line_number order by position
            rows between current row and unbounded following
        ) as numeric_keys
    from (
        select
            *,
            sum(cast(not coalesce(is_code_rest, false) as integer)) over (
                partition by form_id, lane order by position
            ) as line_number
        from rests
    )
    qualify not coalesce(is_code_rest, false)
),

-- A line that a page break cuts goes on with a row without figures. It has no code of its own, or the rest of
-- the one above: its words belong to the line above.
lengths as (
    select
        *,
        mode(length(project_code) order by length(project_code) desc) filter (where length(project_code) > 9) over (
            partition by form_id
        ) as project_code_length
    from rejoined
),

-- In a list of items, or lists side by side, blank lines are printed: there only what the name lacks goes on.
known_names as (
    select alias from {{ ref('item_names') }}
    union
    select alias from {{ ref('function_class_names') }}
    union
    select {{ compact('name') }} as alias from {{ ref('function_codes') }}
    where length(function_code) = 3
),

following as (
    select
        s.*,
        t.line_key = 'item' or t.has_lanes as is_list,
        lead(s.table_number) over below != s.table_number
        and not lead(s.has_figures) over below
        and lead(s.glued_code is null and s.unit_code is null) over below as is_before_rest,
        lead(s.numeric_keys) over below as next_numeric_keys,
        coalesce(lead(s.project_code) over below, '') as next_project_code,
        lead(s.key_name) over below as next_key_name,
        lead(s.project_name) over below as next_project_name,
        lead(s.item_name) over below as next_item_name
    from lengths as s
    inner join {{ ref('statements') }} as t on s.statement = t.statement
    window below as (partition by s.form_id, s.lane order by s.position)
),

followed as (
    select
        *,
        coalesce(is_before_rest and (
            (next_numeric_keys = '' and next_project_code = '' and not is_list)
            or (
                is_list and next_key_name != ''
                and {{ item_name(compact("key_name || next_key_name")) }} in (select alias from known_names)
                and {{ item_name(compact("key_name")) }} not in (select alias from known_names)
            )
            -- 2080 and 505, 20805 and 01.
            or (
                length(numeric_keys || next_numeric_keys) in (5, 7)
                and not (length(numeric_keys) in (3, 5) and length(next_numeric_keys) not in (1, 2))
                and next_project_code = '' and not is_list
            )
            or (
                next_numeric_keys = '' and next_project_code != ''
                and length(project_code || next_project_code) = project_code_length
            )
        ), false) as is_continued
    from following
),

whole as (
    select
        * exclude (key_name, project_name, item_name, numeric_keys, project_code),
        numeric_keys || case when is_continued then next_numeric_keys else '' end as numeric_keys,
        project_code || case when is_continued then next_project_code else '' end as project_code,
        key_name || case when is_continued then coalesce(next_key_name, '') else '' end as key_name,
        project_name || case when is_continued then coalesce(next_project_name, '') else '' end as project_name,
        item_name || case when is_continued then coalesce(next_item_name, '') else '' end as item_name,
        lag(is_continued, 1, false) over (partition by form_id, lane order by position) as is_rest
    from followed
)

select
    s.form_id,
    s.document_id,
    s.statement,
    s.row_id,
    s.position,
    s.lane,
    -- 2040500 is 20405: some print all codes with seven digits.
    regexp_replace(
        regexp_replace(coalesce(nullif(s.numeric_keys, ''), s.glued_code), '^(\d{5})00$', '\1'), '^(\d{3})00$', '\1'
    ) as code_text,
    nullif(s.unit_code, '') as unit_code,
    nullif(s.project_code, '') as project_code,
    s.project_name,
    s.item_name,
    nullif(s.function_text, '') as function_text,
    nullif(s.economic_text, '') as economic_text,
    nullif(coalesce(nullif(s.key_name, ''), s.project_name, s.unit_name), '') as name_text,
    s.unit_name,
    s.has_figures,
    s.is_described,
    s.has_guessed_code,
    case
        when l.has_income = 1 and l.has_expenditure = 0 then 'income'
        when l.has_expenditure = 1 and l.has_income = 0 then 'expenditure'
        when s.lane = 1 then 'income'
        else 'expenditure'
    end as side,
    coalesce(l.is_of_other_classification, false) as is_of_other_classification
from whole as s
left join lanes as l on s.form_id = l.form_id and s.lane = l.lane
where not s.is_rest
