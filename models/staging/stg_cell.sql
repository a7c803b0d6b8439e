with filled as (
    select
        row_id,
        document_id,
        position,
        grid,
        unnest(range(1, len(cells) + 1)) as column_number,
        unnest(cells) as cell_text,
        bboxes,
        confidences
    from {{ ref('stg_row') }}
),

compacted as (
    select
        *,
        {{ compact('cell_text') }} as compact_text
    from filled
)

select
    row_id,
    document_id,
    position,
    grid,
    column_number,
    cell_text,
    compact_text,
    {{ is_figure('compact_text') }} as is_figure,
    bboxes[column_number] as bbox,
    confidences[column_number] as confidence
from compacted
where compact_text != ''
