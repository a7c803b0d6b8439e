-- The keys of each segment of a row in lines of words.
select
    form_id,
    document_id,
    statement,
    row_id,
    position,
    text_layout,
    segment as lane,
    coalesce(
        max(compact_text) filter (where token_kind = 'code'),
        nullif(
            max(regexp_extract(compact_text, '^(\d{3}|\d{5}|\d{7})\p{Han}', 1)) filter (where token_kind = 'word'), ''
        )
    ) as code_text,
    nullif(
        string_agg(
            regexp_replace(cell_text, '^(\d{3}|\d{5}|\d{7})(\p{Han})', '\2'), '' order by column_number
        ) filter (where token_kind = 'word'),
        ''
    ) as name_text,
    count(*) filter (where token_kind = 'figure') as figure_count,
    count(*) filter (where token_kind = 'glued') as glued_count,
    case
        when text_layout = 'numbered' and segment = 1 then 'income'
        when text_layout = 'numbered' and segment = 2 then 'expenditure'
    end as side
from {{ ref('int_text_token') }}
group by all
