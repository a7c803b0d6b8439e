-- Words in the cells of scanned grids that nobody knows, but for what OCR is known to do: a character read as one
-- that no known wording has between its neighbours, a stroke (一) lost, a speck read as a sign. Only where one
-- known wording alone is left.
with pairs as (
    select distinct substr(name, unnest(range(1, length(name))), 2) as pair
    from {{ ref('int_known_word') }}
),

unknown as (
    select
        row_id,
        column_number,
        grid,
        cell_text,
        compact_text
    from {{ ref('stg_cell') }}
    where
        confidence is not null and regexp_matches(compact_text, '\p{Han}.*\p{Han}')
        and compact_text not in (select name from {{ ref('int_known_word') }})
        and {{ item_name('compact_text') }} not in (select name from {{ ref('int_known_word') }})
),

mended as (
    -- Pairs of characters that are never printed.
    select
        c.row_id,
        c.column_number,
        c.grid,
        c.cell_text,
        c.compact_text,
        string_agg(
            coalesce(left(own.printed, 1), right(before.printed, 1), substr(c.compact_text, c.place, 1)), ''
            order by c.place
        ) as mended_text
    from (select *, unnest(range(1, length(compact_text) + 1)) as place from unknown) as c
    left join {{ ref('misread_pairs') }} as own on substr(c.compact_text, c.place, 2) = own.read
    left join {{ ref('misread_pairs') }} as before
        on c.place > 1 and substr(c.compact_text, c.place - 1, 2) = before.read
    group by c.row_id, c.column_number, c.grid, c.cell_text, c.compact_text
),

bare as (
    select
        row_id,
        column_number,
        -- A lost stroke may be an ordinal's: 、财政拨款收入.
        regexp_replace({{ item_name('mended_text') }}, '^[^\p{Han}\d]+', '') as word
    from mended
    where grid != 'text'
),

near as (
    select
        u.*,
        k.name,
        list_filter(
            range(1, length(u.word) + 1), lambda i: substr(u.word, i, 1) != substr(k.name, i, 1)
        ) as differences
    from bare as u
    inner join {{ ref('int_known_word') }} as k on abs(length(u.word) - length(k.name)) <= 1
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
            -- A character was lost between two that no known wording has beside each other.
            length(word) < length(name) and place > 1
            and left(word, place - 1) || substr(name, place, 1) || substr(word, place) = name
            and substr(word, place - 1, 2) not in (select pair from pairs)
        )
        or (
            length(word) > length(name) and regexp_full_match(substr(word, place, 1), '[^\p{Han}\d()]')
            and left(word, place - 1) || substr(word, place + 1) = name
        )
),

restored as (
    select
        row_id,
        column_number,
        min(name) as name
    from fitting
    group by row_id, column_number
    having count(distinct name) = 1
)

select
    m.row_id,
    m.column_number,
    coalesce(r.name, m.mended_text) as word,
    '"' || m.cell_text || '" must be ' || word as note
from mended as m
left join restored as r on m.row_id = r.row_id and m.column_number = r.column_number
where r.name is not null or m.mended_text != m.compact_text
