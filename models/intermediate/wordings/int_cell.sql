-- The cells that aren't blank, with the words that OCR misread restored.
select
    c.* exclude (cell_text, compact_text, confidence),
    coalesce(w.word, c.cell_text) as cell_text,
    coalesce(w.word, c.compact_text) as compact_text,
    w.note as word_note,
    -- What was read unsurely, and is a wording of forms to the letter, is no doubtful reading.
    case
        when k.name is not null then greatest(c.confidence, {{ doubtful() }} + 0.01)
        else c.confidence
    end as confidence
from {{ ref('stg_cell') }} as c
left join {{ ref('int_misread_word') }} as w on c.row_id = w.row_id and c.column_number = w.column_number
left join {{ ref('int_known_word') }} as k
    on
        c.confidence <= {{ doubtful() }} and length(k.name) >= 4
        and (k.name = coalesce(w.word, c.compact_text) or k.name = {{ item_name('coalesce(w.word, c.compact_text)') }})
