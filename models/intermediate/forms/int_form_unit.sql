-- The unit of money that each form prints (单位：万元, or 万元 alone in a cell above or below the headers). A unit
-- that nobody knows (单位：万美元) has no `yuan`: then the form takes no other's.
with doubtful as (
    select row_id
    from {{ ref('stg_cell') }}
    where confidence <= {{ doubtful() }} and regexp_matches(compact_text, '单位|元')
),

known as (
    select string_agg(unit_text, '|' order by length(unit_text) desc, unit_text) as pattern
    from {{ ref('units') }}
),

lines as (
    -- With the white space between words: a bureau's name may begin with 元.
    select
        form_id,
        position,
        translate(text, '（）：', '():') as line
    from {{ ref('int_form_row') }}
    where row_kind != 'note' and row_id not in (select row_id from doubtful)
),

labelled as (
    select
        l.form_id,
        l.position,
        coalesce(
            nullif(regexp_extract(
                l.line, '单\s*位\s*:?\s*\(?\s*(?:人民币)?[\s:]*(' || k.pattern || ')(?:[^\p{Han}]|$)', 1
            ), ''),
            -- Words may have lost the space between them: 单位：万元部门：….
            nullif(regexp_extract(l.line, '单\s*位\s*:\s*\(?(?:人民币)?(\p{Han}万?元)\p{Han}+:', 1), ''),
            nullif(regexp_extract(l.line, '单\s*位\s*:\s*\(?\s*(\p{Han}{1,4}元)(?:[^\p{Han}]|$)', 1), '')
        ) as unit_text
    from lines as l
    cross join known as k
),

heads as (
    select
        *,
        lag(compact_text) over (partition by form_id order by position) as text_above
    from {{ ref('int_form_row') }}
    where row_kind != 'data'
),

alone as (
    -- 元 below 单位：万 is 万元 in two lines.
    select
        r.form_id,
        r.position,
        max(u.unit_text) as unit_text
    from heads as r
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    inner join {{ ref('units') }} as u
        on
            coalesce(regexp_extract(r.text_above, '(?:^|[^\p{Han}])\(?(?:人民币)?([百千万亿]+)$', 1), '')
            || trim(c.compact_text, '()') = u.unit_text
    where r.row_kind = 'preamble' and r.row_id not in (select row_id from doubtful)
    group by all
    having count(distinct u.unit_text) = 1
),

-- 金额（元）: where headers name several units the form has none of its own.
headed as (
    select
        r.form_id,
        min(r.position) as position,
        string_agg(distinct u.unit_text, '/' order by u.unit_text) as unit_text
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('statements') }} as s on r.statement = s.statement and s.line_key not in ('project', 'detail')
    inner join {{ ref('stg_cell') }} as c on r.row_id = c.row_id
    inner join {{ ref('units') }} as u on regexp_extract(c.compact_text, '\(([^()]+)\)$', 1) = u.unit_text
    where r.row_kind = 'header' and r.row_id not in (select row_id from doubtful)
    group by r.form_id
),

printed as (
    select * from labelled
    where unit_text is not null
    union all
    select * from alone
    union all
    select * from headed
)

select
    p.form_id,
    arg_min(p.unit_text, (p.position, p.unit_text)) as unit_text,
    arg_min(u.yuan, (p.position, p.unit_text)) as yuan
from printed as p
left join {{ ref('units') }} as u on p.unit_text = u.unit_text
group by p.form_id
