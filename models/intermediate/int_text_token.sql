-- Forms whose blank cells were lost (lines of words): each word of a data row, what it is, and which
-- segment of the row it belongs to. A segment is what one lane prints: a code or name and its figures.
-- `text_layout`: `numbered` (line numbers, 行次, tell two lanes apart), `lanes` (each name begins one
-- of several lanes of one column), `single` (one lane: the whole row is a segment).
with layouts as (
    select
        r.form_id,
        s.has_lanes,
        bool_or(c.compact_text = '行次') as has_line_numbers,
        count(*) filter (where r.row_kind = 'header' and a.alias is not null) as amount_headers
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    inner join {{ ref('statements') }} as s on r.statement = s.statement
    left join {{ ref('column_headers') }} as a
        on
            r.statement = a.statement
            and c.compact_text = a.alias
            and a.measure in ('amount', 'total_expenditure')
            and coalesce(a.under, '') = '' and coalesce(a.fund, '') = ''
            and a.alias not in ('合计', '小计', '总计', '基本支出')
    where r.layout = 'text' and s.kind = 'money'
    group by all
),

words as (
    select
        r.form_id,
        r.document_id,
        r.statement,
        r.row_id,
        r.table_number,
        r.row_number,
        r.page,
        r.position,
        case
            when l.has_lanes and l.has_line_numbers then 'numbered'
            when l.has_lanes and l.amount_headers >= 2 then 'lanes'
            else 'single'
        end as text_layout,
        c.column_number,
        c.cell_text,
        c.compact_text,
        c.is_figure,
        lag(c.compact_text) over (partition by r.row_id order by c.column_number) as previous_text,
        lead(c.compact_text) over (partition by r.row_id order by c.column_number) as next_text,
        l.has_line_numbers
    from {{ ref('int_form_row') }} as r
    inner join layouts as l on r.form_id = l.form_id
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    where r.row_kind = 'data'
),

typed as (
    select
        *,
        case
            when is_figure and has_line_numbers and regexp_full_match(compact_text, '[1-9]\d?') then 'line_number'
            when regexp_matches(compact_text, '^-?(\d{1,3}(,\d{3})*|\d+)\.\d{2}\d{3,}') then 'glued'
            when
                regexp_full_match(compact_text, '\d{3,7}')
                and (
                    (next_text is not null and not {{ is_figure('next_text') }})
                    or (next_text is null and previous_text is null)
                )
                then 'code'
            when
                is_figure
                and not coalesce(
                    regexp_matches(
                        next_text,
                        -- 2022 年度 is no amount, but 0.00 年末结转和结余 begins with one.
                        case
                            when regexp_matches(compact_text, '[.,]|^0$') then '^([年月日人次个](\P{Han}|$)|%)'
                            else '^(年|月|日|人|次|%|个)'
                        end
                    ),
                    false
                )
                then 'figure'
            when
                regexp_matches(compact_text, '^-?\d{1,3}(,?\d{3})*\.\d{2}[^\d%.]')
                and not regexp_matches(compact_text, '^-?[\d,.]+(万|元|亿)')
                then 'glued'
            when regexp_matches(compact_text, '^-?(\d{1,3}(,\d{3})*|\d+)\.\d{2}\d+([,.]|$)') then 'glued'
            else 'word'
        end as token_kind
    from words
),

neighbours as (
    select
        *,
        lag(token_kind, 1, 'start') over (partition by row_id order by column_number) as previous_kind
    from typed
),

started as (
    select
        *,
        case
            when text_layout = 'single' then previous_kind = 'start'
            when previous_kind = 'start' then true
            when token_kind = 'code' then true
            when token_kind = 'line_number' then previous_kind in ('line_number', 'figure')
            when token_kind = 'word' and text_layout = 'numbered' then previous_kind not in ('word', 'code')
            when token_kind = 'word' then previous_kind != 'code'
            else false
        end as starts_segment
    from neighbours
)

select
    * exclude (previous_text, next_text, has_line_numbers, previous_kind, starts_segment),
    sum(cast(starts_segment as integer)) over (
        partition by row_id order by column_number
    ) as segment
from started
