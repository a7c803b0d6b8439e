-- What each document says of itself: bureau, year, stage, scope, from labels (部门：…), titles and the
-- lines that it begins with. What it doesn't say stays NULL.
with headings as (
    select
        r.document_id,
        r.position,
        r.compact_text,
        regexp_replace(
            r.compact_text, '一般公共预算|政府性基金预算|国有资本经营预算|预算绩效|财政拨款预算', '', 'g'
        ) as heading
    from {{ ref('stg_row') }} as r
    left join {{ ref('int_title') }} as t on r.row_id = t.row_id
    where
        (t.row_id is not null or r.position <= 12)
        and coalesce(r.confidence, 1) > {{ doubtful() }}
        and length(r.compact_text) <= 80 and not regexp_matches(r.compact_text, '[。;]')
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

kinds as (
    select
        document_id,
        count(*) filter (where contains(heading, '决算')) as finals,
        count(*) filter (where contains(heading, '预算') and not contains(heading, '决算')) as budgets,
        count(*) filter (where regexp_matches(heading, '部门(预算|决算)|\(汇总\)|部门[收支财一政]')) as departments,
        count(*) filter (where regexp_matches(heading, '单位(预算|决算)|预算单位[收支财一政]|\(本级\)')) as units
    from headings
    group by document_id
),

labelled as (
    select
        document_id,
        regexp_extract(
            compact_text,
            '^(?:编制|填报|预算|公开)?(?:部门|单位)(?:/(?:部门|单位))?(?:名称)?(?:\(公章\)|\(盖章\))?:(.+?)(?:(?:金额|资金)?单位:.*|公开.*)?$',
            1
        ) as name,
        1 as preference
    from {{ ref('int_form_row') }}
    where row_kind in ('preamble', 'title', 'text', 'header', 'data')
),

titled as (
    select
        document_id,
        regexp_replace(
            coalesce(
                nullif(
                    regexp_extract(
                        compact_text, '^(?:第[一二三四五六七八九十]+部分|表\d+(?:-\d+)?[.、]?|附件\d*:?)?([^\d()].{2,40}?)20\d\d年', 1
                    ),
                    ''
                ),
                nullif(
                    regexp_extract(compact_text, '^(?:第[一二三四五六七八九十]+部分)?20\d\d年度?(.{3,40}?)(?:部门|单位)(?:预算|决算)', 1), ''
                ),
                nullif(regexp_extract(compact_text, '^第[一二三四五六七八九十]+部分(.{3,40}?)(?:部门|单位)?概况', 1), '')
            ),
            '(部门|单位)$', ''
        ) as name,
        2 as preference
    from headings
),

names as (
    select
        document_id,
        preference,
        name as printed_name,
        regexp_replace(name, '(\((汇总|本级|本部|机关)\)|本级)+$', '') as name,
        regexp_matches(name, '\(汇总\)') as is_consolidated,
        regexp_matches(name, '\((本级|本部|机关)\)|本级$') as is_own_level,
        count(*) as mentions
    from (select * from labelled union all select * from titled)
    where
        name is not null and length(name) between 3 and 40
        and not regexp_matches(name, '^(\(|部门名称|单位名称)|万元|XX|××|^元$|[。,;:]|^20\d\d')
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
