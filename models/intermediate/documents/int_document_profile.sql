-- What each document says of itself: bureau, year, stage, scope, from labels (部门：…), titles and the
-- lines that it begins with (seeds/aliases/profile_patterns). What a manifest says counts more; what neither says
-- stays NULL.
with patterns as (
    select
        kind,
        pattern
    from {{ ref('profile_patterns') }}
),

year_mentions as (
    select
        h.document_id,
        h.position,
        unnest(list_distinct(regexp_extract_all(h.heading, '(20\d\d)年', 1))) as year_text
    from {{ ref('int_heading') }} as h
    cross join (select pattern from patterns where kind = 'year_heading') as y
    cross join (select pattern from patterns where kind = 'year_alone') as a
    where
        {{ by_pattern('regexp_matches', 'h.compact_text', 'y.pattern', 'profile_patterns') }}
        or (h.position <= 12 and {{ by_pattern('regexp_matches', 'h.compact_text', 'a.pattern', 'profile_patterns') }})
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
    from {{ ref('int_heading') }} as h
    inner join patterns as p
        on
            (
                p.kind in ('final_heading', 'budget_heading')
                and {{ by_pattern('regexp_matches', 'h.heading', 'p.pattern', 'profile_patterns') }}
            )
            or (
                p.kind in ('department_heading', 'unit_heading')
                and {{ by_pattern('regexp_matches', 'h.scope_heading', 'p.pattern', 'profile_patterns') }}
            )
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
    n.bureau_name,
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
left join {{ ref('int_document_bureau') }} as n on d.document_id = n.document_id
left join chosen_years as y on d.document_id = y.document_id and y.rank = 1 and y.equals = 1
left join {{ ref('int_form_profile') }} as f on d.document_id = f.document_id
left join kinds as k on d.document_id = k.document_id
left join {{ ref('stg_manifest') }} as m on d.document_id = m.document_id
