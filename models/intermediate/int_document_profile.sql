-- What each document says of itself: bureau, year, stage, scope, from labels (部门：…), titles and the
-- lines that it begins with (seeds/aliases/profile_patterns). What it doesn't say stays NULL.
with patterns as (
    -- {ending} stands for how public bodies are named: 局, 委员会, ….
    select
        p.kind,
        replace(p.pattern, '{ending}', e.pattern) as pattern
    from {{ ref('profile_patterns') }} as p
    cross join (select pattern from {{ ref('profile_patterns') }} where kind = 'bureau_ending') as e
),

lines as (
    select
        r.document_id,
        r.position,
        r.compact_text,
        t.statement,
        -- 二〇一九年 is 2019年.
        case
            when regexp_matches(r.compact_text, '二[〇○零OoО0].{2}年')
                then
                    regexp_replace(
                        r.compact_text,
                        '二[〇○零OoО0].{2}年',
                        '20'
                        || translate(
                            regexp_extract(r.compact_text, '二[〇○零OoО0](.{2})年', 1),
                            '〇○零一二三四五六七八九',
                            '000123456789'
                        )
                        || '年'
                    )
            else r.compact_text
        end as dated_text
    from {{ ref('stg_row') }} as r
    left join {{ ref('int_title') }} as t on r.row_id = t.row_id
    where
        (t.row_id is not null or r.position <= 12)
        and coalesce(r.confidence, 1) > {{ doubtful() }}
        and length(r.compact_text) <= 80 and not regexp_matches(r.compact_text, '[。;]')
),

headings as (
    select
        l.* exclude (dated_text, compact_text),
        l.dated_text as compact_text,
        regexp_replace(l.dated_text, p.pattern, '', 'g') as heading
    from lines as l
    cross join (select pattern from patterns where kind = 'not_a_heading') as p
),

years as (
    select
        document_id,
        cast(regexp_extract(heading, '(20\d\d)年', 1) as integer) as fiscal_year,
        count(*) as mentions,
        min(position) as first_position
    from headings
    where regexp_matches(heading, '20\d\d年(度)?') and regexp_matches(compact_text, '预算|决算|收入|支出|收支|经费|概况')
    group by all
),

-- What headings say, a row a kind of pattern.
sayings as (
    select
        h.document_id,
        p.kind,
        count(*) as mentions
    from headings as h
    inner join patterns as p
        on
            p.kind in ('final_heading', 'budget_heading', 'department_heading', 'unit_heading')
            and regexp_matches(h.heading, p.pattern)
    group by all
),

kinds as (
    select
        document_id,
        coalesce(sum(mentions) filter (where kind = 'final_heading'), 0) as finals,
        coalesce(sum(mentions) filter (where kind = 'budget_heading'), 0) as budgets,
        coalesce(sum(mentions) filter (where kind = 'department_heading'), 0) as departments,
        coalesce(sum(mentions) filter (where kind = 'unit_heading'), 0) as units
    from sayings
    group by document_id
),

said_names as (
    select
        r.document_id,
        regexp_extract(r.compact_text, p.pattern, 1) as name,
        1 as preference
    from {{ ref('int_form_row') }} as r
    inner join patterns as p on p.kind = 'label_name' and regexp_matches(r.compact_text, p.pattern)
    where r.row_kind in ('preamble', 'title', 'text', 'header', 'data')
    union all
    select
        h.document_id,
        regexp_replace(regexp_extract(h.compact_text, p.pattern, 1), '(部门|单位)$', '') as name,
        case p.kind when 'title_name' then 2 when 'title_prefix' then 3 else 4 end as preference
    from headings as h
    inner join patterns as p
        on
            (
                p.kind = 'title_name'
                or (p.kind = 'title_prefix' and h.statement is not null)
                or (p.kind = 'cover_name' and h.statement is null and h.position <= 12)
            )
            and regexp_matches(h.compact_text, p.pattern)
),

names as (
    select
        s.document_id,
        s.preference,
        regexp_replace(s.name, '(\((汇总|本级|本部|机关|部门|单位)\)|本级)+$', '') as name,
        regexp_matches(s.name, d.pattern) as is_consolidated,
        regexp_matches(s.name, u.pattern) as is_own_level,
        count(*) as mentions
    from said_names as s
    cross join (select pattern from patterns where kind = 'not_a_name') as n
    cross join (select pattern from patterns where kind = 'department_name') as d
    cross join (select pattern from patterns where kind = 'unit_name') as u
    where length(s.name) between 3 and 40 and not regexp_matches(s.name, n.pattern)
    group by all
),

chosen_names as (
    select
        document_id,
        name as bureau_name,
        bool_or(is_consolidated) over (partition by document_id) as is_consolidated,
        bool_and(is_own_level) over (partition by document_id) as is_own_level,
        row_number() over (
            partition by document_id order by preference, mentions desc, length(name) desc, name
        ) as rank
    from names
),

chosen_years as (
    select
        document_id,
        fiscal_year,
        row_number() over (
            partition by document_id order by mentions desc, first_position
        ) as rank
    from years
)

select
    d.document_id,
    n.bureau_name,
    y.fiscal_year,
    case
        when k.finals > k.budgets then 'final'
        when k.budgets > k.finals then 'budget'
    end as stage,
    case
        when n.is_consolidated then 'department'
        when n.is_own_level then 'unit'
        when k.units > k.departments then 'unit'
        when k.departments > 0 then 'department'
    end as scope
from {{ ref('stg_document') }} as d
left join chosen_names as n on d.document_id = n.document_id and n.rank = 1
left join chosen_years as y on d.document_id = y.document_id and y.rank = 1
left join kinds as k on d.document_id = k.document_id
