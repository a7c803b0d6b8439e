{{ config(schema='intermediate', materialized='sliced') }}
-- Its slices are of so many amounts: depends_on: {{ ref('fct_budget_line') }}
-- Rows without a word end a paragraph, rows of figures too; a page number between two halves of a sentence doesn't.
with rows as (
    select
        row_id,
        document_id,
        position,
        page,
        case
            when regexp_full_match(compact_text, '-?\d{1,3}-?')
                then
                    case
                        when
                            regexp_matches(lag(compact_text) over document, '[0-9.,]$')
                            or regexp_matches(lead(compact_text) over document, '^[0-9.,]')
                            then chr(10)
                        else ''
                    end
            -- What OCR read of a sentence, nothing confirms.
            when confidence < 1 then chr(10)
            when not regexp_matches(compact_text, '\p{Han}') then chr(10)
            when filled_count > 2 and not regexp_matches(compact_text, '[,。;:]') then chr(10)
            else compact_text
        end as text
    from {{ ref('stg_row') }}
    where {{ in_slice('document_id') }}
    window document as (partition by document_id order by position)
),

counted as (
    select
        *,
        count(*) filter (where text = chr(10)) over (partition by document_id order by position) as paragraph
    from rows
),

paragraphs as (
    select
        document_id,
        paragraph,
        string_agg(text, '' order by position) as text
    from counted
    where text != chr(10)
    group by document_id, paragraph
    having regexp_matches(string_agg(text, '' order by position), '[0-9]万?元')
),

joins as (
    select '。(' || string_agg(words, '|' order by words) || ')' as pattern
    from {{ ref('narrative_joins') }}
),

-- As many characters as before: the places of rows in the paragraph stay what they are.
sentences as (
    select
        document_id,
        paragraph,
        string_split(regexp_replace(text, (select pattern from joins), ',\1', 'g'), '。') as list_of_sentences
    from paragraphs
),

numbered as (
    select
        document_id,
        paragraph,
        unnest(list_of_sentences) as sentence,
        unnest(range(1, len(list_of_sentences) + 1)) as number
    from sentences
),

placed as (
    select
        *,
        coalesce(
            sum(length(sentence) + 1) over (
                partition by document_id, paragraph
                order by number rows between unbounded preceding and 1 preceding
            ), 0
        ) as sentence_start
    from numbered
),

row_starts as (
    select
        document_id,
        paragraph,
        row_id,
        page,
        coalesce(
            sum(length(text)) over (
                partition by document_id, paragraph
                order by position rows between unbounded preceding and 1 preceding
            ), 0
        ) as row_start,
        length(text) as row_length
    from counted
    where text != chr(10)
)

select
    p.document_id,
    {{ stable_key(['p.document_id', 'p.paragraph', 'p.number']) }} as sentence_id,
    p.sentence,
    arg_min(r.page, r.row_start) as page,
    list(r.row_id order by r.row_start) as row_ids,
    list(cast(r.row_start - p.sentence_start as integer) order by r.row_start) as row_offsets
from placed as p
inner join row_starts as r
    on
        p.document_id = r.document_id and p.paragraph = r.paragraph
        and r.row_start < p.sentence_start + length(p.sentence) + 1
        and r.row_start + r.row_length > p.sentence_start
where regexp_matches(p.sentence, '[0-9]万?元')
group by p.document_id, p.paragraph, p.number, p.sentence, p.sentence_start
