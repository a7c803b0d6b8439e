-- Words in the cells of scanned grids that nobody knows, but for what OCR is known to do: a character read as one
-- that no known wording has between its neighbours, a stroke (一) lost, a speck read as a sign. Only where one
-- known wording alone is left.
with known as (
    select name from {{ ref('int_wording') }}
    union
    select {{ compact('alias') }} from {{ ref('column_headers') }}
    union
    select {{ compact('alias') }} from {{ ref('spanning_headers') }}
),

pairs as (
    select distinct substr(name, unnest(range(1, length(name))), 2) as pair
    from known
),

unknown as (
    select
        c.row_id,
        c.column_number,
        c.cell_text,
        {{ item_name('c.compact_text') }} as bare_text,
        -- A lost stroke may be an ordinal's: 、财政拨款收入.
        regexp_replace(bare_text, '^[^\p{Han}]+', '') as word
    from {{ ref('stg_cell') }} as c
    where
        c.confidence is not null and c.grid != 'text'
        and bare_text not in (select name from known) and c.compact_text not in (select name from known)
        and regexp_matches(c.compact_text, '\p{Han}.*\p{Han}')
),

near as (
    select
        u.*,
        k.name,
        list_filter(
            range(1, length(u.word) + 1), lambda i: substr(u.word, i, 1) != substr(k.name, i, 1)
        ) as differences
    from unknown as u
    inner join known as k on abs(length(u.word) - length(k.name)) <= 1
    where length(k.name) >= 4
),

fitting as (
    select
        *,
        differences[1] as place
    from near
    where
        word = name
        or (
            length(word) = length(name) and len(differences) = 1
            and regexp_matches(substr(name, place, 1), '\p{Han}')
            and (place = 1 or substr(word, place - 1, 2) not in (select pair from pairs))
            and (place = length(word) or substr(word, place, 2) not in (select pair from pairs))
        )
        or (length(word) < length(name) and replace(word, '一', '') = replace(name, '一', ''))
        or (
            length(word) > length(name) and regexp_full_match(substr(word, place, 1), '[^\p{Han}\d()]')
            and left(word, place - 1) || substr(word, place + 1) = name
        )
)

select
    row_id,
    column_number,
    -- What stands before the word that is not its ordinal was misread too.
    min(name) as word,
    '"' || any_value(cell_text) || '" must be ' || min(name) || ': no other known wording is as near' as note
from fitting
group by row_id, column_number
having count(distinct name) = 1
