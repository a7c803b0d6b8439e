-- How surely a figure on a scan was read, and what gives it its meaning: its line, its column's header and
-- the form's title. `doubt` says which of them was not read surely.
with titles as (
    select
        row_id,
        min(confidence) as confidence
    from {{ ref('int_cell') }}
    where regexp_matches(compact_text, '\p{Han}')
    group by row_id
),

read as (
    select
        a.amount_id,
        a.amount_text,
        a.header_text,
        l.key_text,
        nullif(concat_ws('; ', l.word_note, a.header_note), '') as word_note,
        a.confidence as figure_confidence,
        a.header_confidence,
        l.confidence as line_confidence,
        t.confidence as title_confidence
    from {{ ref('int_grid_amount') }} as a
    left join {{ ref('int_line_confidence') }} as l on a.row_id = l.row_id and a.lane = l.lane
    left join titles as t on a.form_id = t.row_id
    where a.confidence is not null
    union all by name
    -- Without a grid, all of a row decides what its figures mean.
    select
        a.amount_id,
        a.amount_text,
        r.text as key_text,
        r.confidence as line_confidence,
        t.confidence as title_confidence
    from {{ ref('int_text_amount') }} as a
    inner join {{ ref('stg_row') }} as r on a.row_id = r.row_id
    left join titles as t on a.form_id = t.row_id
    where r.confidence is not null
)

select
    amount_id,
    word_note,
    least(figure_confidence, header_confidence, line_confidence, title_confidence) as confidence,
    case
        when figure_confidence <= {{ doubtful() }} then 'the figure is read as "' || amount_text || '", but not surely'
        when line_confidence <= {{ doubtful() }} then 'the line is read as "' || key_text || '", but not surely'
        when header_confidence <= {{ doubtful() }}
            then 'the header of the column is read as "' || header_text || '", but not surely'
        when title_confidence <= {{ doubtful() }} then 'the title of the form is not read surely'
    end as doubt,
    -- What gives the figure its meaning is sure, the figure itself is not.
    figure_confidence < 0.9
    and coalesce(least(header_confidence, line_confidence, title_confidence), 1) > {{ doubtful() }} as is_unsure
from read
