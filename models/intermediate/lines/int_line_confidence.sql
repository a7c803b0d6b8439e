-- How surely the line of each row and lane of a scanned grid was read: by its code, else by its name, and
-- by the lines above where they decide what it is. A line that no one knows may be one that was misread.
with keys as (
    select
        form_id,
        row_id,
        position,
        coalesce(lane, 1) as lane,
        min(confidence) filter (where role = 'key' and regexp_matches(compact_text, '^\d{2,}')) as code_confidence,
        min(confidence) filter (where role = 'key') as name_confidence,
        -- In a column of codes and names, what is neither was misread.
        min(case when role = 'key' then least(confidence, {{ doubtful() }}) else confidence end) filter (
            where role in ('unit_code', 'project_code', 'function', 'economic')
            or (role = 'key' and not regexp_matches(compact_text, '\p{Han}|^\d+$|^-+$'))
        ) as other_confidence,
        string_agg(cell_text, ' ' order by printed_column) filter (
            where role in ('key', 'unit_code', 'project_code', 'function', 'economic')
        ) as key_text,
        string_agg(word_note, '; ' order by printed_column) filter (where role = 'key') as word_note
    from {{ ref('int_grid_cell') }}
    where confidence is not null
    group by all
),

lines as (
    select
        k.form_id,
        k.row_id,
        k.position,
        k.lane,
        k.key_text,
        k.word_note,
        least(coalesce(k.code_confidence, k.name_confidence), k.other_confidence) as own_confidence,
        coalesce(l.item, l.class_code, l.code_text, l.unit_code, l.project_code) is null
        and l.name_text is not null as is_unknown,
        l.item in (
            'opening_balance', 'closing_balance', 'income_current_total', 'expenditure_current_total',
            'income_total', 'expenditure_total'
        ) as opens_section,
        g.unit_code is not null or regexp_full_match(g.project_code, '\d{3}|\d{6}|\d{9}') as opens_unit,
        l.line_key = 'project' and l.project_code is not null as has_unit_above,
        {{ item_name(compact('l.name_text')) }} in (
            select alias from {{ ref('item_names') }} where under_item is not null
        ) as has_item_above
    from keys as k
    left join {{ ref('int_line') }} as l on k.row_id = l.row_id and k.lane = l.lane
    left join {{ ref('int_grid_line') }} as g on k.row_id = g.row_id and k.lane = g.lane
),

sections as (
    select
        *,
        case when is_unknown then least(own_confidence, {{ doubtful() }}) else own_confidence end as confidence_below,
        count(*) filter (where opens_section) over in_lane as section,
        count(*) filter (where opens_unit) over in_lane as unit
    from lines
    window in_lane as (partition by form_id, lane order by position)
),

above as (
    select
        *,
        min(confidence_below) over (
            partition by form_id, lane, section order by position
            rows between unbounded preceding and 1 preceding
        ) as section_confidence,
        min(confidence_below) over (
            partition by form_id, lane, unit order by position
            rows between unbounded preceding and 1 preceding
        ) as unit_confidence
    from sections
)

select
    row_id,
    lane,
    key_text,
    word_note,
    least(
        own_confidence,
        case when has_item_above then section_confidence end,
        case when has_unit_above and not opens_unit then unit_confidence end
    ) as confidence
from above
