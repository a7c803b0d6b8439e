-- What the rows of a 三公 form say where its columns don't: the kind of expense (一列一年, 一行一项), whether
-- the figures are the budget's or final, or that the row is another year's. Only rows that say it are here.
with undated as (
    select
        l.row_id,
        l.lane,
        regexp_replace(l.compact_name, coalesce(p.fiscal_year || '年度?', '^$'), '', 'g') as undated_name
    from {{ ref('int_line') }} as l
    left join {{ ref('int_document_profile') }} as p on l.document_id = p.document_id
    where l.line_key = 'single' and l.compact_name is not null
),

names as (
    -- 其中：（一）公务接待费（万元） has two ordinals and a unit.
    select
        row_id,
        lane,
        regexp_replace({{ item_name(item_name('undated_name')) }}, '\((元|百元|千元|万元|百万元|亿元)\)$', '') as bare_name
    from undated
),

measures as (
    select
        n.row_id,
        n.lane,
        min(h.measure) as measure
    from names as n
    inner join {{ ref('column_headers') }} as h
        on
            h.statement = 'three_public' and h.role = 'measure' and h.measure is not null
            and coalesce(h.under, '') = '' and n.bare_name = h.alias
    group by all
    having count(distinct h.measure) = 1
),

bases as (
    select
        n.row_id,
        n.lane,
        v.value_basis
    from names as n
    inner join {{ ref('value_bases') }} as v on n.bare_name = v.alias
),

comparisons as (
    select distinct
        n.row_id,
        n.lane
    from names as n
    inner join
        {{ ref('comparison_headers') }} as k
        on {{ by_pattern('regexp_matches', 'n.bare_name', 'k.pattern', 'comparison_headers') }}
)

select
    n.row_id,
    n.lane,
    m.measure,
    b.value_basis,
    c.row_id is not null as is_comparison
from names as n
left join measures as m on n.row_id = m.row_id and n.lane = m.lane
left join bases as b on n.row_id = b.row_id and n.lane = b.lane
left join comparisons as c on n.row_id = c.row_id and n.lane = c.lane
where m.row_id is not null or b.row_id is not null or c.row_id is not null
