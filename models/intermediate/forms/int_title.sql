-- Which rows begin a form, and which end one: titles, markers of forms whose title was cut off by a
-- page break, and headings of the next part.
with neighbours as (
    select
        *,
        lag(row_id) over (partition by document_id order by position) as row_above,
        lag(compact_text) over (partition by document_id order by position) as text_above,
        lag(grid) over (partition by document_id order by position) as grid_above
    from {{ ref('int_row') }}
),

-- A title in lines of words may go on in a second line: it stands where it ends.
candidates as (
    select
        row_id,
        document_id,
        table_number,
        position,
        grid,
        filled_count,
        text,
        null as row_above,
        compact_text as own_text,
        compact_text as whole_text
    from neighbours
    where length(compact_text) between 3 and 80 and compact_text not like '%。%'
    union all by name
    select
        row_id,
        document_id,
        table_number,
        position,
        grid,
        filled_count,
        text_above || text as text,
        row_above,
        compact_text as own_text,
        text_above || compact_text as whole_text
    from neighbours
    where
        grid = 'text' and grid_above = 'text'
        and length(compact_text) <= 40 and length(text_above) between 3 and 60
        and not regexp_matches(regexp_replace(text_above, '^附?表[\d.-]*:', '') || compact_text, '[。;:]')
        and (
            (
                regexp_matches(compact_text, '^\p{Han}*表(\(.*\)|公开.*)?$')
                and not regexp_matches(text_above, '表(\(.*\))?$')
            )
            or (regexp_full_match(compact_text, '\([^()]{2,30}\)') and ends_with(text_above, '表'))
            -- A bracket that the line above leaves open: 一般公共预算支出表(按经 | 济分类).
            or (regexp_full_match(compact_text, '[^()]{1,30}\)') and regexp_matches(text_above, '表\([^()]*$'))
        )
),

titled as (
    select
        *,
        regexp_replace(
            whole_text, '(部门|单位)?公开表?\d+([-.]\d+)?表?$|\(续表?\)$|\(?(金额)?单位:(人民币)?(元|百元|千元|万元|百万元|亿元)\)?$', ''
        ) as title
    from candidates
),

shortened as (
    -- 2022年度收入支出决算总表(表1), 项目申报表(精准扶贫): a bracket behind the title may be part of it or not.
    select
        *,
        regexp_replace(title, '(\([^()]*\)?)+$', '') as bare_title
    from titled
),

-- Few lines end like a title: only those are compared with every alias.
possible as (
    select *
    from shortened
    where ends_with(title, '表') or ends_with(bare_title, '表') or title in (
        select alias from {{ ref('titles') }} where match = 'exact'
    )
),

matched as (
    select
        s.row_id,
        s.document_id,
        s.position,
        s.text,
        s.row_above,
        a.statement,
        case when not ends_with(s.title, a.alias) then substr(s.title, length(s.bare_title) + 1) end as bracket,
        -- 财政拨款 | 支出决算表 is no 支出决算表: what may not stand before the title may not stand above it. A
        -- sentence, a heading or another title above is no title's beginning, and one with its year is whole.
        s.row_above is null and coalesce(a.not_after, '') != ''
        and length(n.text_above) <= 40 and not regexp_matches(
            n.text_above, '[。;:,!?]|表(\([^()]*\))?$|^\(?[一二三四五六七八九十\d]+[)、.]|(说明|情况)$'
        )
        and not regexp_matches(s.own_text, '^(19|20)\d\d年')
        and {{ by_pattern(
            'regexp_matches', 'n.text_above', 'a.not_after', 'titles', column='not_after', before='(', after=')$'
        ) }} as is_cut,
        row_number() over (
            partition by s.row_id
            order by
                length(a.alias) desc,
                -- 一般公共预 | 算“三公”经费支出表: the line above says of which fund.
                case
                    when s.row_above is null then 1
                    when
                        contains(s.whole_text, '一般公共预算') and not contains(s.own_text, '一般公共预算')
                        and not regexp_matches(s.whole_text, '\d[.,]\d')
                        then 0
                    else 2
                end,
                a.statement, a.match, a.not_after
        ) as preference
    from possible as s
    inner join {{ ref('titles') }} as a
        on (
            a.match = 'suffix'
            and (ends_with(s.title, a.alias) or ends_with(s.bare_title, a.alias))
        )
        or (a.match = 'exact' and s.title = a.alias)
    left join neighbours as n on s.row_id = n.row_id and n.grid = 'text' and n.grid_above = 'text'
    where
        coalesce(a.not_after, '') = ''
        or not {{ by_pattern(
            'regexp_matches',
            'case when ends_with(s.title, a.alias) then left(s.title, length(s.title) - length(a.alias))'
            ~ ' else left(s.bare_title, length(s.bare_title) - length(a.alias)) end',
            'a.not_after', 'titles', column='not_after', before='(', after=')$'
        ) }}
),

-- 一般公共预算支出表(按经济分类) is another form than 一般公共预算支出表.
qualified as (
    select
        m.row_id,
        m.document_id,
        m.position,
        m.text,
        m.row_above,
        case
            when bool_or(m.is_cut) then null
            when count(q.statement) = 0 then m.statement
            else max(q.meant_statement)
        end as statement
    from matched as m
    left join {{ ref('title_qualifiers') }} as q
        on
            m.statement = q.statement
            and {{ by_pattern('regexp_matches', 'm.bracket', 'q.pattern', 'title_qualifiers') }}
    where m.preference = 1
    group by m.row_id, m.document_id, m.position, m.text, m.row_above, m.statement
),

-- Two titles beside each other head forms side by side: nobody knows where one ends.
title_cells as (
    select
        c.row_id,
        c.document_id,
        c.position,
        c.column_number,
        r.table_number,
        r.filled_count,
        a.statement
    from {{ ref('int_cell') }} as c
    inner join {{ ref('int_row') }} as r on c.row_id = r.row_id
    inner join {{ ref('titles') }} as a
        on ends_with(regexp_replace(c.compact_text, '(\([^()]*\))+$', ''), a.alias)
    where c.grid != 'text' and regexp_matches(c.compact_text, '表(\([^()]*\))*$')
    qualify row_number() over (partition by c.row_id, c.column_number order by length(a.alias) desc, a.statement) = 1
),

titles_side_by_side as (
    select t.row_id
    from title_cells as t
    inner join title_cells as o
        on
            t.document_id = o.document_id and t.table_number = o.table_number
            and t.column_number != o.column_number and t.statement != o.statement
            and (t.row_id = o.row_id or (abs(t.position - o.position) <= 6 and o.filled_count >= 3))
),

titles as (
    select
        row_id,
        document_id,
        position,
        text,
        case when row_id not in (select row_id from titles_side_by_side) then statement end as statement,
        case
            when statement is null or row_id in (select row_id from titles_side_by_side) then 'unknown_title'
            else 'title'
        end as kind
    from qualified
),

-- The first line of a title that goes on ends the form above it.
first_lines as (
    select
        r.row_id,
        r.document_id,
        r.position,
        r.text,
        null as statement,
        'boundary' as kind
    from qualified as m
    inner join {{ ref('int_row') }} as r on m.row_above = r.row_id
),

unknown_titles as (
    select
        row_id,
        document_id,
        position,
        text,
        null as statement,
        'unknown_title' as kind
    from shortened
    where
        (grid = 'text' or filled_count = 1)
        -- 一般公共预算项目支出情 | 况表
        and (row_above is null or regexp_matches(own_text, '^\p{Han}?表(\([^()]*\))?$'))
        and regexp_matches(bare_title, '\p{Han}{2}表(-+.{0,30})?$')
        and not regexp_matches(bare_title, '[,;:《》]|表、|^(注|备注|说明)')
        and row_id not in (select row_id from titles)
),

-- Words that only forms of one kind have say whose rows they are: of the form under the title above them in their
-- grid if it is unknown, of the whole grid if there is none, of no other form if it is known.
heads as (
    select
        row_id,
        document_id,
        table_number,
        position,
        text,
        row_id in (select row_id from titles) as is_titled
    from {{ ref('int_row') }}
    where
        grid != 'text'
        and (
            row_number = 1
            or row_id in (select row_id from titles) or row_id in (select row_id from unknown_titles)
        )
),

marked as (
    select
        h.row_id,
        h.document_id,
        h.position,
        h.text,
        h.is_titled,
        m.statement,
        r.position as marked_position,
        c.column_number
    from {{ ref('int_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    inner join {{ ref('markers') }} as m on c.compact_text = m.alias
    inner join heads as h
        on r.document_id = h.document_id and r.table_number = h.table_number and r.position >= h.position
    where r.grid != 'text'
    qualify row_number() over (partition by r.row_id, c.column_number order by h.position desc) = 1
),

markers as (
    select
        row_id,
        document_id,
        position,
        text,
        statement,
        'marker' as kind
    from marked
    where not is_titled
    qualify row_number() over (partition by row_id order by marked_position, column_number) = 1
),

headings as (
    -- A heading is no sentence: few lines are left to compare with every pattern.
    select *
    from {{ ref('int_row') }}
    where
        (grid = 'text' or filled_count = 1)
        and length(compact_text) <= 80 and not regexp_matches(compact_text, '[。,;!%|]')
),

boundaries as (
    select distinct
        r.row_id,
        r.document_id,
        r.position,
        r.text,
        null as statement,
        'boundary' as kind
    from headings as r
    inner join
        {{ ref('boundaries') }} as b
        on {{ by_pattern('regexp_matches', 'r.compact_text', 'b.pattern', 'boundaries') }}
),

-- A row is one thing: a known title says most, a heading of another part least.
beginnings as (
    select
        *,
        1 as preference
    from titles
    union all
    select
        *,
        2
    from markers
    union all
    select
        *,
        3
    from unknown_titles
    union all
    select
        *,
        4
    from first_lines
    union all
    select
        *,
        5
    from boundaries
)

select * exclude (preference)
from beginnings
qualify row_number() over (partition by row_id order by preference) = 1
