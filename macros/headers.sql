{# The CTEs, up to `understood`, that say of each column in `matched` whether what stands above its alias is
   understood: its role, measure and fund. They read the CTEs `cleaned` and `matched` of the model. #}
{% macro understood_columns() -%}
-- A header is a part of what stands above it: 基本支出 below 一般公共预算 is that fund's, below a header that
-- nobody knows it may be anything.
wholes as (
    select
        part,
        measure as whole
    from {{ ref('measure_parts') }}
    union
    select
        p.part,
        w.measure as whole
    from {{ ref('measure_parts') }} as p
    inner join {{ ref('measure_parts') }} as w on p.measure = w.part
),

context_patterns as (
    select
        s.statement,
        string_agg('(?:' || k.pattern || ')', '|' order by k.pattern) as pattern
    from {{ ref('statements') }} as s
    inner join (
        select
            statement,
            pattern
        from {{ ref('header_contexts') }}
        union all
        select
            statement,
            pattern
        from {{ ref('header_prefixes') }}
    ) as k on s.statement = k.statement or k.statement = '*'
    group by s.statement
),

whole_patterns as (
    select
        h.statement,
        w.part,
        string_agg(distinct regexp_escape(h.alias), '|' order by regexp_escape(h.alias)) as pattern
    from {{ ref('column_headers') }} as h
    inner join wholes as w on h.measure = w.whole
    where h.role = 'measure' and coalesce(h.under, '') = ''
    group by all
),

fund_pattern as (
    select string_agg(alias, '|' order by length(alias) desc, alias) as pattern
    from {{ ref('fund_names') }}
),

above as (
    select
        m.*,
        c.statement,
        c.caption,
        strpos(left(m.matched_path, length(m.matched_path) - length(m.alias)), m.under) > 0 as is_under,
        -- What stands above the alias, but for the header that its meaning asks for.
        case
            when is_under
                then
                    left(m.matched_path, strpos(m.matched_path, m.under) - 1)
                    || substr(
                        left(m.matched_path, length(m.matched_path) - length(m.alias)),
                        strpos(m.matched_path, m.under) + length(m.under)
                    )
            else left(m.matched_path, length(m.matched_path) - length(m.alias))
        end as context
    from matched as m
    inner join cleaned as c on m.form_id = c.form_id and m.column_number = c.column_number
    where m.preference = 1
),

contexts as (
    select
        * exclude (context),
        case
            when starts_with(context, caption) then substr(context, length(caption) + 1) else context
        end as context
    from above
),

funds_above as (
    select
        c.form_id,
        c.column_number,
        list(distinct n.fund order by n.fund) as funds
    from contexts as c
    inner join {{ ref('fund_names') }} as n on contains(c.context, n.alias)
    group by all
),

understood as (
    select
        a.form_id,
        a.column_number,
        a.measure,
        a.is_less,
        case
            when a.role != 'measure' or a.context = '' then a.role
            when not regexp_full_match(
                a.context,
                '(' || k.pattern || '|' || coalesce(w.pattern || '|', '') || '(?:' || f.pattern || ')'
                || '(?:预算)?(?:财政)?(?:拨款)?(?:安排)?的?(?:支出|收入|资金)?'
                || case when a.is_under then '|' || u.pattern else '' end || ')*'
            ) then 'unknown'
            when len(n.funds) > 1 then 'unknown'
            when n.funds is null or n.funds[1] = coalesce(a.fund, nullif(s.default_fund, 'all')) then a.role
            -- 一般公共预算 above 财政拨款收入 is no fund of a measure that says its own.
            when
                a.fund is null and s.default_fund = 'all' and s.line_key in ('function', 'item', 'single')
                and a.statement != 'income'
                then a.role
            else 'unknown'
        end as role,
        coalesce(a.fund, case when s.default_fund = 'all' then n.funds[1] end) as fund
    from contexts as a
    inner join {{ ref('statements') }} as s on a.statement = s.statement
    inner join context_patterns as k on a.statement = k.statement
    left join whole_patterns as w on a.statement = w.statement and a.measure = w.part
    cross join fund_pattern as f
    cross join (
        select string_agg(pattern, '|' order by pattern) as pattern from {{ ref('header_contexts') }}
        where statement = 'under'
    ) as u
    left join funds_above as n on a.form_id = n.form_id and a.column_number = n.column_number
)
{%- endmacro %}
