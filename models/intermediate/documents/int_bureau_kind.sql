-- What each bureau is for, by the words of its name: 人民政府 holds 民政 and is none of it, nor is 公安县 a police. A
-- word that a name ends with says most (街道办事处, 医院); else the first does, as the main task of merged bureaus and
-- the parent's of their units stands first.
with names as (
    select distinct bureau_name
    from {{ ref('int_document_bureau') }}
    where bureau_name is not null
),

words as (
    select
        word,
        stands,
        kind
    from {{ ref('bureau_words') }}
    union all
    select distinct
        d.name,
        'any',
        null
    from {{ ref('divisions') }} as d
    inner join {{ ref('bureau_words') }} as w on contains(d.name, w.word) and w.stands = 'any'
),

occurrences as (
    select
        n.bureau_name,
        w.word,
        w.stands,
        w.kind,
        length(w.word) as word_length,
        unnest(
            list_filter(
                range(1, length(n.bureau_name) + 1),
                lambda i: substr(n.bureau_name, i, length(w.word)) = w.word
            )
        ) as start
    from names as n
    inner join words as w on contains(n.bureau_name, w.word)
),

whole as (
    select
        *,
        stands = 'end' and start + word_length - 1 = length(bureau_name) as is_end
    from occurrences as o
    where
        not exists (
            select 1
            from occurrences as l
            where
                l.bureau_name = o.bureau_name and l.word_length > o.word_length
                and l.start < o.start + o.word_length and o.start < l.start + l.word_length
        )
)

select
    bureau_name,
    kind
from whole
where is_end or (stands = 'any' and kind is not null)
qualify row_number() over (partition by bureau_name order by is_end desc, start, word_length desc, word) = 1
