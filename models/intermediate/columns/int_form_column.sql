-- What each column of a form in a grid measures: the headers above it joined from top to bottom,
-- where a header that spans columns is carried to those below it, then matched to its longest alias.
with header_cells as (
    select
        r.form_id,
        r.document_id,
        r.statement,
        r.position,
        c.column_number,
        c.compact_text,
        c.confidence,
        c.word_note
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where r.layout = 'grid' and r.row_kind = 'header'
),

unread_headers as (
    select distinct
        r.form_id,
        u.column_number
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('stg_unread_cell') }} as u on r.row_id = u.row_id
    where r.layout = 'grid' and r.row_kind = 'header'
),

widths as (
    select
        form_id,
        max(cell_count) as column_count
    from {{ ref('int_form_row') }}
    where layout = 'grid' and row_kind = 'header' and filled_count > 1
    group by form_id
),

places as (
    select
        h.form_id,
        h.statement,
        h.position,
        unnest(range(1, w.column_count + 1)) as column_number
    from (select distinct form_id, statement, position from header_cells) as h
    inner join widths as w on h.form_id = w.form_id
),

laid_out as (
    select
        p.*,
        c.compact_text,
        c.confidence,
        c.word_note,
        max(c.column_number) over (
            partition by p.form_id, p.position order by p.column_number
        ) as spanning_column,
        count(c.compact_text) over (
            partition by p.form_id, p.column_number
            order by p.position rows between 1 following and unbounded following
        ) as headers_below
    from places as p
    left join header_cells as c
        on p.form_id = c.form_id and p.position = c.position and p.column_number = c.column_number
),

spanned as (
    -- A blank header cell with a header below it belongs to the header left of it.
    select
        l.form_id,
        l.statement,
        l.position,
        l.column_number,
        coalesce(l.compact_text, case when l.headers_below > 0 then s.compact_text end) as header,
        coalesce(l.confidence, case when l.headers_below > 0 then s.confidence end) as confidence,
        case
            when l.compact_text is not null then l.word_note when l.headers_below > 0 then s.word_note
        end as word_note
    from laid_out as l
    left join header_cells as s
        on l.form_id = s.form_id and l.position = s.position and l.spanning_column = s.column_number
),

joined as (
    select
        s.form_id,
        s.statement,
        s.column_number,
        coalesce(string_agg(s.header, '' order by s.position), '') as header_path,
        coalesce(string_agg(s.header, ' / ' order by s.position), '') as header_text,
        string_agg(s.word_note, '; ' order by s.position) as word_note,
        min(case when u.column_number is null then s.confidence else 0 end) as confidence
    from spanned as s
    left join unread_headers as u on s.form_id = u.form_id and s.column_number = u.column_number
    group by all
),

-- Where no line parts the row of numbers (栏次 1 2 3) from the headers, they end with it.
numbered as (
    select distinct form_id
    from joined
    where regexp_matches(header_path, '.栏次(行次)?$')
),

-- A row of one cell above the headers is about the form, not about columns.
captions as (
    select
        r.form_id,
        string_agg(r.compact_text, '' order by r.position) as caption
    from {{ ref('int_form_row') }} as r
    inner join (
        select
            form_id,
            min(position) as position
        from {{ ref('int_form_row') }}
        where layout = 'grid' and row_kind = 'header' and filled_count > 1
        group by form_id
    ) as f on r.form_id = f.form_id and r.position < f.position
    where r.layout = 'grid' and r.row_kind = 'header'
    group by r.form_id
),

dated as (
    -- 2020年预算数 in the budget of 2020 is 预算数.
    select
        j.* exclude (header_path),
        j.header_path as printed_path,
        p.fiscal_year,
        case
            when p.fiscal_year is null then k.caption
            else regexp_replace(k.caption, p.fiscal_year || '年度?', '', 'g')
        end as caption,
        case
            when n.form_id is null then j.header_path
            else regexp_replace(j.header_path, '(.)(栏次(行次)?|\d{1,2})$', '\1')
        end as unnumbered_path,
        -- 2020年 alone heads the year's figures.
        case
            when p.fiscal_year is null then unnumbered_path
            else
                regexp_replace(
                    regexp_replace(unnumbered_path, p.fiscal_year || '年度?$', '本年数'),
                    p.fiscal_year || '年度?', '', 'g'
                )
        end as header_path
    from joined as j
    left join numbered as n on j.form_id = n.form_id
    left join captions as k on j.form_id = k.form_id
    inner join (select distinct form_id, document_id from header_cells) as f on j.form_id = f.form_id
    left join {{ ref('int_document_profile') }} as p on f.document_id = p.document_id
),

cleaned as (
    -- 单价(万元) is a 单价 in 万元; 公务接待费预算数 is a 公务接待费 of the budget.
    select
        *,
        -- The lowest header without the year.
        case
            when fiscal_year is null then list_last(string_split(header_text, ' / '))
            else regexp_replace(list_last(string_split(header_text, ' / ')), fiscal_year || '年度?', '', 'g')
        end as own_header,
        regexp_extract(header_path, '\((元|百元|千元|万元|百万元|亿元)\)$', 1) as unit_text,
        regexp_replace(
            regexp_replace(header_path, '\((元|百元|千元|万元|百万元|亿元)\)$', ''),
            '(.)(年初预算数|全年预算数|调整预算数|预算数|决算数|本年数)$',
            case when statement = 'three_public' then '\1' else '\1\2' end
        ) as measure_path,
        -- A 小计 below a header is that header's sum.
        case
            when own_header in ('小计', '合计')
                then left(header_path, greatest(length(header_path) - length(own_header), 0))
        end as sum_path
    from dated
),

-- What a form prints beside the year's figures: another year's, differences, percentages.
comparisons as (
    select distinct
        c.form_id,
        c.column_number
    from cleaned as c
    inner join
        {{ ref('comparison_headers') }} as k
        on {{ by_pattern('regexp_matches', 'c.header_path', 'k.pattern', 'comparison_headers') }}
),

-- No code has one digit, a point or a comma. Rows narrower than the headers may begin in another column.
figure_columns as (
    select distinct
        r.form_id,
        c.column_number
    from {{ ref('int_form_row') }} as r
    inner join widths as w on r.form_id = w.form_id and r.cell_count = w.column_count
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where r.layout = 'grid' and r.row_kind = 'data' and c.is_figure and regexp_matches(c.compact_text, '[.,]|^\d$')
),

-- A column whose figures count its lines, whatever its header says.
counted as (
    select
        r.form_id,
        c.column_number,
        try_cast(c.compact_text as integer) as line_number,
        lag(line_number) over (
            partition by r.form_id, r.table_number, c.column_number order by r.position
        ) as number_above
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where
        r.layout = 'grid' and r.row_kind = 'data' and c.is_figure
        -- Codes count up too: 201, 202, 203; 01, 02, 03.
        and not regexp_matches(c.compact_text, '^0\d|^\d{3,}$')
),

counting_columns as (
    select
        form_id,
        column_number
    from counted
    group by all
    having count(*) >= 5 and avg(cast(coalesce(line_number = number_above + 1, false) as integer)) >= 0.75
),

-- What may stand before an alias in its own cell and changes nothing.
harmless as (
    select
        s.statement,
        '^(' || string_agg('(?:' || p.pattern || ')', '|' order by p.pattern) || ')$' as pattern
    from {{ ref('statements') }} as s
    inner join {{ ref('header_prefixes') }} as p on s.statement = p.statement or p.statement = '*'
    group by s.statement
),

matched as (
    select
        c.form_id,
        c.column_number,
        h.role,
        h.measure,
        h.fund,
        -- An alias that says less than the lowest header: 单位代码 where 代码 alone is known.
        not ends_with(h.alias, c.own_header) as is_less,
        h.alias,
        nullif(nullif(h.under, ''), '^') as under,
        case
            when ends_with(c.measure_path, h.alias) then c.measure_path
            when ends_with(c.header_path, h.alias) then c.header_path
            else c.sum_path
        end as matched_path,
        row_number() over (
            partition by c.form_id, c.column_number
            -- Of two aliases of one length the one whose header above stands nearest.
            order by
                length(h.alias) desc,
                coalesce(nullif(strpos(reverse(left(
                    c.header_path, greatest(length(c.header_path) - length(h.alias), 0)
                )), reverse(nullif(nullif(h.under, '^'), ''))), 0), 1000),
                length(coalesce(h.under, '')) desc, h.statement = '*', h.role, h.measure, h.fund, h.alias,
                h.under
        ) as preference
    from cleaned as c
    inner join {{ ref('column_headers') }} as h
        on
            (h.statement = c.statement or h.statement = '*')
            and (
                ends_with(c.measure_path, h.alias) or ends_with(c.header_path, h.alias)
                or (h.role = 'measure' and ends_with(c.sum_path, h.alias))
            )
            and (
                coalesce(h.under, '') = ''
                or (h.under = '^' and h.alias in (c.measure_path, c.header_path))
                or contains(left(c.header_path, greatest(length(c.header_path) - length(h.alias), 0)), h.under)
            )
    -- 国内公务接待 is not 公务接待; 财政拨款 with figures below is no 款.
    left join harmless as b on c.statement = b.statement
    left join figure_columns as f on c.form_id = f.form_id and c.column_number = f.column_number
    where
        h.role not in ('measure', 'key')
        or (h.role = 'key' and f.form_id is null)
        or strpos(c.own_header, h.alias) = 0
        or regexp_matches(left(c.own_header, strpos(c.own_header, h.alias) - 1), b.pattern)
),

{{ understood_columns() }},

value_bases as (
    select
        c.form_id,
        c.column_number,
        v.value_basis,
        row_number() over (
            partition by c.form_id, c.column_number order by length(v.alias) desc, v.alias, v.value_basis
        ) as preference
    from cleaned as c
    inner join {{ ref('value_bases') }} as v
        on
            contains(c.header_path, v.alias)
            -- 预算 and 决算 are part of many words, and a basis only where nothing else is said.
            or (
                v.alias in ('预算数', '决算数')
                and regexp_full_match(c.header_path, '(本年|收入|支出)?' || left(v.alias, 2))
            )
),

with_roles as (
    select
        c.form_id,
        c.statement,
        c.column_number,
        c.header_path,
        c.header_text,
        c.confidence,
        c.word_note,
        nullif(c.unit_text, '') as unit_text,
        m.measure,
        m.fund,
        coalesce(m.is_less, true) as is_guessed,
        v.value_basis,
        case
            when n.column_number is not null and coalesce(m.role, 'measure') = 'measure' then 'line_number'
            when k.column_number is not null and coalesce(m.role, '') != 'key' then 'comparison' else m.role
        end as role,
        min(case
            when n.column_number is null and (m.role = 'measure' or k.column_number is not null) then c.column_number
        end) over (
            partition by c.form_id
        ) as first_measure_column
    from cleaned as c
    left join comparisons as k on c.form_id = k.form_id and c.column_number = k.column_number
    left join counting_columns as n on c.form_id = n.form_id and c.column_number = n.column_number
    left join understood as m on c.form_id = m.form_id and c.column_number = m.column_number
    left join value_bases as v
        on c.form_id = v.form_id and c.column_number = v.column_number and v.preference = 1
),

word_columns as (
    select
        r.form_id,
        c.column_number
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where r.layout = 'grid' and r.row_kind = 'data'
    group by all
    having count(*) filter (where c.is_figure) = 0
),

defaulted as (
    -- What stands left of the first measure identifies the line, whatever it is headed, unless it has figures; so do
    -- words between measures where several lists stand side by side.
    select
        with_roles.* exclude (role, first_measure_column),
        coalesce(
            role,
            case
                when
                    column_number < first_measure_column and s.line_key != 'detail'
                    and (form_id, column_number) not in (select (form_id, column_number) from figure_columns)
                    then 'key'
                when s.has_lanes and (form_id, column_number) in (select (form_id, column_number) from word_columns)
                    then 'key'
            end,
            'unknown'
        ) as role
    from with_roles
    left join (select statement as of_statement, line_key, has_lanes from {{ ref('statements') }}) as s
        on with_roles.statement = s.of_statement
),

lane_starts as (
    select
        d.*,
        s.has_lanes
        and d.role = 'key'
        and lag(d.role, 1, 'measure') over (
            partition by d.form_id order by d.column_number
        ) in ('measure', 'unknown', 'comparison', 'other') as starts_lane
    from defaulted as d
    inner join {{ ref('statements') }} as s on d.statement = s.statement
),

lanes as (
    select
        *,
        case
            when bool_or(starts_lane) over (partition by form_id)
                then sum(cast(starts_lane as integer)) over (partition by form_id order by column_number)
            else 1
        end as lane
    from lane_starts
),

-- Without lines between them two columns may have been read as one: its header prints what heads two, or its
-- cell in the row of numbers (栏次) prints two.
printed_words as (
    select
        r.form_id,
        r.statement,
        r.row_id,
        c.column_number,
        (r.row_kind = 'numbering' or starts_with(r.compact_text, '栏次'))
        and regexp_full_match(trim(c.cell_text), '\d{1,2}(\s+\d{1,2})+') as is_number,
        unnest(regexp_split_to_array(trim(c.cell_text), '\s+')) as word
    from {{ ref('int_form_row') }} as r
    inner join {{ ref('int_cell') }} as c on r.row_id = c.row_id
    where r.grid = 'aligned' and (r.row_kind = 'header' or is_number)
),

-- Without a gap between them either: 本年收入合计财政拨款收入.
run_together as (
    select distinct
        w.form_id,
        w.column_number
    from printed_words as w
    inner join {{ ref('column_headers') }} as a
        on
            (a.statement = w.statement or a.statement = '*') and a.role = 'measure'
            and starts_with({{ compact('w.word') }}, a.alias)
    inner join {{ ref('column_headers') }} as b
        on
            (b.statement = w.statement or b.statement = '*') and b.role = 'measure'
            and starts_with(substr({{ compact('w.word') }}, length(a.alias) + 1), b.alias)
    where
        length(a.alias) >= 4 and length(b.alias) >= 4 and a.measure != b.measure
        and {{ compact('w.word') }} not in (select alias from {{ ref('column_headers') }})
),

merged_columns as (
    select
        w.form_id,
        w.row_id,
        w.column_number,
        bool_or(w.is_number) or count(distinct w.word) filter (where h.role = 'measure') > 1 as is_measure,
        count(distinct w.word) filter (where h.role != 'line_number') > 1
        and (s.line_key in ('detail', 'project') or s.has_lanes)
        and bool_or(h.role != 'measure') as is_key
    from printed_words as w
    inner join {{ ref('statements') }} as s on w.statement = s.statement
    left join {{ ref('column_headers') }} as h
        on (h.statement = w.statement or h.statement = '*') and {{ compact('w.word') }} = h.alias
    group by w.form_id, w.row_id, w.column_number, s.line_key, s.has_lanes
),

-- Nor what the last column heads, or the page's edge cuts it off.
cut_off as (
    select u.form_id
    from unread_headers as u
    inner join widths as w on u.form_id = w.form_id and u.column_number = w.column_count
),

-- Where what a line is about can't be told apart, none of its figures says what it is about.
merged as (
    select
        l.*,
        (l.form_id, l.column_number) in (select (form_id, column_number) from merged_columns where is_measure)
        or (l.form_id, l.column_number) in (select (form_id, column_number) from run_together)
        or l.form_id in (select form_id from merged_columns where is_key)
        or (s.line_key = 'detail' and l.form_id in (select form_id from cut_off)) as is_merged
    from lanes as l
    inner join {{ ref('statements') }} as s on l.statement = s.statement
),

-- Two columns of one list that would measure the same: at least one of them is something else.
settled as (
    select
        m.*,
        role = 'measure' and (
            is_merged
            or count(*) over (
                partition by
                    m.form_id, m.lane, m.role, m.measure, coalesce(m.fund, s.default_fund),
                    coalesce(m.value_basis, p.stage)
            ) > 1
        ) as is_unclear
    from merged as m
    inner join {{ ref('statements') }} as s on m.statement = s.statement
    inner join (select distinct form_id, document_id from header_cells) as f on m.form_id = f.form_id
    left join {{ ref('int_document_profile') }} as p on f.document_id = p.document_id
)

select
    form_id,
    statement,
    column_number,
    header_text,
    header_path,
    confidence,
    word_note,
    unit_text,
    lane,
    role = 'key' and is_guessed as is_guessed_key,
    case when is_unclear then 'unknown' else role end as role,
    case when role = 'measure' and not is_unclear then measure end as measure,
    case when role = 'measure' and not is_unclear then fund end as fund,
    case when role = 'measure' and not is_unclear then value_basis end as value_basis
from settled
