-- A blank cell is sure to be blank: without a text and unsure, it has ink.
with cells as (
    select
        row_id,
        unnest(range(1, len(cells) + 1)) as column_number,
        unnest(cells) as cell_text,
        unnest(confidences) as confidence,
        bboxes
    from {{ ref('stg_row') }}
    where confidence < 1
)

select
    row_id,
    column_number,
    cell_text,
    bboxes[column_number] as bbox,
    cast(0 as double) as confidence
from cells
where {{ compact('cell_text') }} = '' and confidence < 1
