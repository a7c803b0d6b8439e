-- What each document says of itself: bureau, year, stage, scope, from labels (部门：…), titles and the
-- lines that it begins with (seeds/aliases/profile_patterns). What a manifest says counts more; what neither says
-- stays NULL.
with patterns as (
    -- {ending} stands for how public bodies are named: 局, 委员会, ….
    select
        p.kind,
        replace(p.pattern, '{ending}', e.pattern) as pattern
    from {{ ref('profile_patterns') }} as p
    cross join (select pattern from {{ ref('profile_patterns') }} where kind = 'bureau_ending') as e
),

printed_lines as (
    select
        r.document_id,
        r.position,
        t.statement,
        r.compact_text
    from {{ ref('int_row') }} as r
    left join {{ ref('int_title') }} as t on r.row_id = t.row_id
    cross join (select pattern from patterns where kind = 'far_title') as f
    where
        (
            t.row_id is not null or r.position <= 12
            or (r.position <= 60 and r.filled_count = 1 and regexp_matches(r.compact_text, f.pattern))
        )
        and coalesce(r.confidence, 1) > {{ doubtful() }}
        and length(r.compact_text) <= 80 and not regexp_matches(r.compact_text, '[。;]')
    union all
    select
        document_id,
        100 as position,
        null as statement,
        compact_name as compact_text
    from {{ ref('stg_sheet') }}
),

near_lines as (
    select
        * exclude (compact_text),
        -- 二〇一九年 is 2019年, so is 2019部门预算.
        regexp_replace(
            case
                when regexp_matches(compact_text, '二[〇○◯零OoОο0].{2}年')
                    then
                        regexp_replace(
                            compact_text,
                            '二[〇○◯零OoОο0].{2}年',
                            '20'
                            || translate(
                                regexp_extract(compact_text, '二[〇○◯零OoОο0](.{2})年', 1),
                                '〇○◯零OoОο一二三四五六七八九',
                                '00000000123456789'
                            )
                            || '年'
                        )
                else compact_text
            end,
            '(20\d\d)(部门|单位|预算|决算)', '\1年\2'
        ) as dated_text
    from printed_lines
),

-- The day of publication says nothing of the year that the figures are for.
lines as (
    select
        l.document_id,
        l.position,
        l.statement,
        regexp_replace(l.dated_text, p.pattern, '', 'g') as compact_text
    from near_lines as l
    cross join (select pattern from patterns where kind = 'date') as p
),

headings as (
    select
        l.*,
        regexp_replace(l.compact_text, p.pattern, '', 'g') as heading,
        regexp_replace(l.compact_text, s.pattern, '', 'g') as scope_heading
    from lines as l
    cross join (select pattern from patterns where kind = 'not_a_heading') as p
    cross join (select pattern from patterns where kind = 'not_a_scope') as s
),

year_mentions as (
    select
        h.document_id,
        h.position,
        unnest(list_distinct(regexp_extract_all(h.heading, '(20\d\d)年', 1))) as year_text
    from headings as h
    cross join (select pattern from patterns where kind = 'year_heading') as y
    cross join (select pattern from patterns where kind = 'year_alone') as a
    where
        regexp_matches(h.compact_text, y.pattern)
        or (h.position <= 12 and regexp_matches(h.compact_text, a.pattern))
),

years as (
    select
        document_id,
        cast(year_text as integer) as fiscal_year,
        count(*) as mentions,
        min(position) as first_position
    from year_mentions
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
            (p.kind in ('final_heading', 'budget_heading') and regexp_matches(h.heading, p.pattern))
            or (p.kind in ('department_heading', 'unit_heading') and regexp_matches(h.scope_heading, p.pattern))
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
        case p.kind when 'label_name' then 2 when 'title_name' then 3 when 'title_prefix' then 4 else 5 end
            as preference
    from headings as h
    inner join patterns as p
        on
            (
                p.kind = 'title_name'
                or (p.kind = 'label_name' and h.position <= 12)
                or (p.kind = 'title_prefix' and h.statement is not null)
                or (p.kind = 'cover_name' and h.statement is null and h.position <= 12)
            )
            and regexp_matches(h.compact_text, p.pattern)
),

names as (
    select
        s.document_id,
        s.preference,
        regexp_replace(s.name, x.pattern, '') as name,
        regexp_matches(s.name, d.pattern) as is_consolidated,
        regexp_matches(s.name, u.pattern) as is_own_level,
        count(*) as mentions
    from said_names as s
    cross join (select pattern from patterns where kind = 'not_a_name') as n
    cross join (select pattern from patterns where kind = 'name_suffix') as x
    cross join (select pattern from patterns where kind = 'department_name') as d
    cross join (select pattern from patterns where kind = 'unit_name') as u
    where
        length(s.name) between 3 and 40 and not regexp_matches(s.name, n.pattern)
        -- A place is no bureau.
        and s.name not in (select name from {{ ref('divisions') }})
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

-- Two years that are named as often, first in one and the same line, leave it open which one is meant.
chosen_years as (
    select
        document_id,
        fiscal_year,
        row_number() over (partition by document_id order by mentions desc, first_position) as rank,
        count(*) over (partition by document_id, mentions, first_position) as equals
    from years
)

select
    d.document_id,
    coalesce(m.bureau_name, n.bureau_name) as bureau_name,
    -- Two years in headings that leave it open are not settled by one in a form.
    coalesce(
        m.fiscal_year,
        y.fiscal_year,
        case when d.document_id not in (select document_id from years) then f.fiscal_year end
    ) as fiscal_year,
    -- A document of both kinds is of neither.
    case
        when m.stage is not null then m.stage
        when k.finals > 2 * k.budgets then 'final'
        when k.budgets > 2 * k.finals then 'budget'
        when coalesce(k.finals + k.budgets, 0) = 0 then f.stage
    end as stage,
    case
        when m.scope is not null then m.scope
        when n.is_consolidated then 'department'
        when n.is_own_level then 'unit'
        when k.units > k.departments then 'unit'
        when k.departments > 0 then 'department'
    end as scope
from {{ ref('stg_document') }} as d
left join chosen_names as n on d.document_id = n.document_id and n.rank = 1
left join chosen_years as y on d.document_id = y.document_id and y.rank = 1 and y.equals = 1
left join {{ ref('int_form_profile') }} as f on d.document_id = f.document_id
left join kinds as k on d.document_id = k.document_id
left join {{ ref('stg_manifest') }} as m on d.document_id = m.document_id
