-- The cells that aren't blank, with the words that OCR misread restored.
select
    c.* exclude (cell_text, compact_text),
    coalesce(w.word, c.cell_text) as cell_text,
    coalesce(w.word, c.compact_text) as compact_text,
    w.note as word_note
from {{ ref('stg_cell') }} as c
left join {{ ref('int_misread_word') }} as w on c.row_id = w.row_id and c.column_number = w.column_number
