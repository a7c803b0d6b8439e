-- The code of each line of a form that prints names only: a name is the code that it has below the line above it
-- (its child, or the child of one that line stands under), else the only one of that name in its class. A name that
-- could be more than one code is none, and what follows it starts anew.
with recursive lines as (
    select
        l.form_id,
        l.row_id,
        l.lane,
        l.lane_group,
        l.line_key,
        l.bare_name,
        p.fiscal_year,
        row_number() over (partition by l.form_id, l.lane_group order by l.position, l.lane) as line_number
    from {{ ref('int_line') }} as l
    inner join {{ ref('int_document_profile') }} as p on l.document_id = p.document_id
    where l.is_named_only and l.line_key in ('function', 'economic') and l.item is null and l.bare_name is not null
),

codes as (
    select
        'function' as classification,
        function_code as code,
        {{ compact('name') }} as name,
        first_year,
        last_year
    from {{ ref('function_codes') }}
    union
    select
        'function',
        function_code,
        {{ compact('alias') }},
        null,
        null
    from {{ ref('function_class_names') }}
    union
    select
        'economic',
        economic_code,
        {{ compact('name') }},
        first_year,
        last_year
    from {{ ref('economic_codes') }}
),

candidates as (
    select
        l.form_id,
        l.lane_group,
        l.line_number,
        l.row_id,
        l.lane,
        l.line_key as classification,
        l.bare_name,
        coalesce(list(distinct c.code order by c.code) filter (where c.code is not null), []) as codes
    from lines as l
    left join codes as c
        on
            l.line_key = c.classification and l.bare_name = c.name
            and coalesce(l.fiscal_year >= c.first_year, true)
            and coalesce(l.fiscal_year <= c.last_year, true)
    group by all
),

read_in_order as (
    select
        form_id,
        lane_group,
        cast(0 as bigint) as line_number,
        '' as code
    from candidates
    where line_number = 1
    union all
    select
        c.form_id,
        c.lane_group,
        c.line_number,
        case
            when len(b.below) = 1 then b.below[1]
            when len(b.below) = 0 and len(b.within) = 1 then b.within[1]
            else ''
        end as code
    from read_in_order as r
    inner join candidates as c
        on r.form_id = c.form_id and r.lane_group = c.lane_group and r.line_number + 1 = c.line_number
    cross join lateral (
        select
            list_filter(
                c.codes,
                lambda code:
                (length(code) = 3 or (r.code != '' and starts_with(r.code, left(code, length(code) - 2))))
                and not starts_with(r.code, code)
            ) as below,
            list_filter(c.codes, lambda code: starts_with(code, left(r.code, 3))) as within
    ) as b
)

select
    c.row_id,
    c.lane,
    c.classification,
    r.code,
    'code ' || r.code || ': the only one named ' || c.bare_name || ' that can stand there'
        as note
from read_in_order as r
inner join candidates as c
    on r.form_id = c.form_id and r.lane_group = c.lane_group and r.line_number = c.line_number
where r.code != ''
