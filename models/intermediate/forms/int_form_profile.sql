-- The year and the stage that the forms of a document say, for one whose headings say neither: a cell 2023年度
-- beside the bureau and the unit, or the heads of columns (2023年决算数).
with date_pattern as (
    select pattern
    from {{ ref('profile_patterns') }}
    where kind = 'date'
),

years as (
    select
        f.document_id,
        r.row_kind,
        regexp_extract(regexp_replace(c.compact_text, d.pattern, '', 'g'), '(20\d\d)年', 1) as year_text
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_form') }} as f on r.form_id = f.form_id
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    cross join date_pattern as d
    where r.row_kind in ('preamble', 'header') and length(c.compact_text) <= 40 and contains(c.compact_text, '年')
),

-- What stands beside the bureau counts more than heads; two years compare.
said_years as (
    select
        document_id,
        row_kind,
        min(year_text) as year_text
    from years
    where year_text != ''
    group by document_id, row_kind
    having count(distinct year_text) = 1
),

fiscal_years as (
    select
        document_id,
        cast(arg_max(year_text, row_kind) as integer) as fiscal_year
    from said_years
    group by document_id
),

-- A form of final accounts may print 预算数 too, one of a budget no 决算数 but another year's.
heads as (
    select
        f.form_id,
        f.document_id,
        bool_or(c.compact_text = '决算数') as is_final
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_form') }} as f on r.form_id = f.form_id
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    where r.row_kind = 'header' and c.compact_text in ('决算数', '预算数')
    group by f.form_id, f.document_id
),

stages as (
    select
        document_id,
        case when bool_and(is_final) then 'final' when bool_and(not is_final) then 'budget' end as stage
    from heads
    group by document_id
)

select
    coalesce(y.document_id, s.document_id) as document_id,
    y.fiscal_year,
    s.stage
from fiscal_years as y
full outer join stages as s on y.document_id = s.document_id
