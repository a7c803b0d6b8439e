-- The lines of each document that may say what it is: titles, what it begins with, names of sheets; without the
-- day of publication, which says nothing of the year that the figures are for.
with patterns as (
    select
        kind,
        pattern
    from {{ ref('profile_patterns') }}
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
            or (
                r.position <= 60
                and r.filled_count = 1
                and {{ by_pattern('regexp_matches', 'r.compact_text', 'f.pattern', 'profile_patterns') }}
            )
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

-- A cover may tear its title: …2023年度部门 | 决算.
whole_lines as (
    select * from printed_lines
    union all
    select
        l.document_id,
        l.position,
        null as statement,
        l.compact_text || l.text_below as compact_text
    from (
        select
            *,
            lead(compact_text) over (partition by document_id order by position) as text_below,
            lead(statement) over (partition by document_id order by position) as statement_below
        from printed_lines
        where position <= 12
    ) as l
    cross join (select pattern from patterns where kind = 'cover_torn_above') as a
    cross join (select pattern from patterns where kind = 'cover_torn_below') as b
    where
        l.statement is null and l.statement_below is null
        and {{ by_pattern('regexp_matches', 'l.compact_text', 'a.pattern', 'profile_patterns') }}
        and {{ by_pattern('regexp_matches', 'l.text_below', 'b.pattern', 'profile_patterns') }}
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
    from whole_lines
),

lines as (
    select
        l.document_id,
        l.position,
        l.statement,
        {{ by_pattern('regexp_replace', 'l.dated_text', 'p.pattern', 'profile_patterns', rest=", '', 'g'") }}
            as compact_text
    from near_lines as l
    cross join (select pattern from patterns where kind = 'date') as p
),

headings as (
    select
        l.*,
        {{ by_pattern('regexp_replace', 'l.compact_text', 'p.pattern', 'profile_patterns', rest=", '', 'g'") }}
            as heading,
        {{ by_pattern('regexp_replace', 'l.compact_text', 's.pattern', 'profile_patterns', rest=", '', 'g'") }}
            as scope_heading
    from lines as l
    cross join (select pattern from patterns where kind = 'not_a_heading') as p
    cross join (select pattern from patterns where kind = 'not_a_scope') as s
)

select
    document_id,
    position,
    statement,
    compact_text,
    heading,
    scope_heading
from headings
