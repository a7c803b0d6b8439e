-- Which line each row and lane is: by its code, its name or its place. Codes that are cut short are
-- looked up in int_line_code.
with lines as (
    select
        form_id,
        document_id,
        statement,
        row_id,
        position,
        lane,
        side,
        code_text,
        unit_code as unit_code_text,
        project_code as project_code_text,
        item_name,
        project_name,
        function_text,
        economic_text,
        name_text,
        unit_name,
        has_figures,
        is_described,
        has_guessed_code,
        lane as lane_group,
        'grid' as layout
    from {{ ref('int_grid_line') }}
    union all by name
    select
        form_id,
        document_id,
        statement,
        row_id,
        position,
        lane,
        side,
        code_text,
        unit_code as unit_code_text,
        project_code as project_code_text,
        project_name,
        function_text,
        economic_text,
        name_text,
        lane_group,
        is_detail as is_text_detail,
        is_card,
        'text' as layout
    from {{ ref('int_text_line') }}
),

-- Names of groups and items of functions that are no other line's: they tell a form that prints names without codes.
function_line_names as (
    select distinct {{ compact('name') }} as compact_name
    from {{ ref('function_codes') }}
    where length(function_code) > 3
    except
    select {{ compact('alias') }} from {{ ref('item_names') }}
    except
    select {{ compact('name') }}
    from {{ ref('function_codes') }}
    where length(function_code) = 3
),

-- Names of kinds of income and expenditure; 合计 is every form's.
kind_names as (
    select distinct n.alias
    from {{ ref('item_names') }} as n
    inner join {{ ref('items') }} as i on n.item = i.item
    where n.under_item is null and n.side in ('income', 'expenditure') and i.line_level != 'total'
),

coded_forms as (
    -- A form of income or expenditure without any code or unit lists items: 一、一般公共预算拨款, 二、….
    select
        l.form_id,
        bool_or(l.code_text is not null or l.unit_code_text is not null or l.project_code_text is not null)
            as has_codes,
        count(f.compact_name) > 0 as has_function_names,
        -- Units without codes are no items, whatever their total is called.
        count(i.alias) > 0 as has_item_names,
        count(*) as lines
    from lines as l
    left join function_line_names as f on {{ item_name(compact('l.name_text')) }} = f.compact_name
    left join kind_names as i on {{ item_name(compact('l.name_text')) }} = i.alias
    group by l.form_id
),

named as (
    select
        l.* exclude (side),
        case
            when
                s.line_key = 'function' and not f.has_codes and not f.has_function_names and f.has_item_names
                and s.statement in ('income', 'expenditure') then 'item'
            else s.line_key
        end as line_key,
        not f.has_codes and s.line_key in ('function', 'economic') as is_named_only,
        case when s.statement in ('income', 'expenditure') then s.statement else l.side end as side,
        f.lines as lines_of_form,
        {{ compact('l.name_text') }} as compact_name,
        {{ item_name(compact('l.name_text')) }} as bare_name,
        row_number() over (partition by l.form_id order by l.position, l.lane) = 1 as is_first,
        count(*) over (partition by l.form_id) = 1 as is_only
    from lines as l
    inner join {{ ref('statements') }} as s on l.statement = s.statement
    inner join coded_forms as f on l.form_id = f.form_id
    where s.kind = 'money'
),

-- Balances and totals end the parts of the kind above them.
boundary_names as (
    select distinct n.alias
    from {{ ref('item_names') }} as n
    inner join {{ ref('items') }} as i on n.item = i.item
    where
        i.line_level = 'total'
        or i.item in (
            'opening_balance', 'closing_balance', 'use_of_non_appropriation_balance', 'surplus_distribution'
        )
),

-- A name may mean different items below different lines: 一般公共预算财政拨款 is income of the year,
-- or below 年初财政拨款结转和结余 a part of the opening balance.
openers as (
    select
        n.row_id,
        n.lane,
        i.item
    from named as n
    inner join {{ ref('item_names') }} as i
        on
            n.bare_name = i.alias
            and i.under_item is null
            and i.side = n.side
            and n.line_key = 'item'
    where
        i.item in (
            'opening_balance', 'closing_balance', 'income_current_total', 'expenditure_current_total',
            'income_total', 'expenditure_total', 'basic_expenditure', 'project_expenditure'
        )
),

function_names as (
    select
        name as class_name,
        function_code
    from {{ ref('function_codes') }}
    where length(function_code) = 3
    union
    select
        alias,
        function_code
    from {{ ref('function_class_names') }}
),

-- 其他支出, 转移性支出 … are classes of functions and of the economic classifications: in a lane, a name that both
-- have is of the one that the last name of one only was of.
telling_names as (
    select
        compact_name,
        min(classification) as classification
    from (
        select
            {{ compact('class_name') }} as compact_name,
            'function' as classification
        from function_names
        union
        select
            {{ compact('name') }} as compact_name,
            'economic' as classification
        from {{ ref('economic_codes') }}
        where length(economic_code) = 3
    )
    group by compact_name
    having count(distinct classification) = 1
),

-- What follows 其中 is a part of the line above, and so are the kinds below it without an ordinal where that line
-- has one.
blocks as (
    select
        *,
        sum(cast(not begins_part and (has_ordinal or is_end) as integer)) over (
            partition by form_id, lane_group order by position, lane
        ) as block
    from (
        select
            *,
            regexp_matches(compact_name, '^[\d一二三四五六七八九十()、.]*其中') as begins_part,
            regexp_matches(compact_name, '^\(?[一二三四五六七八九十\d]+[)、.]') as has_ordinal,
            code_text is not null or ends_with(bare_name, '计') or bare_name in (select alias from boundary_names)
                as is_end
        from named
    )
),

parts as (
    select
        b.*,
        coalesce(
            b.begins_part
            or (
                bool_or(b.begins_part) over above_in_block
                and bool_or(b.has_ordinal and not b.begins_part) over above_in_block
            ),
            false
        ) as is_part
    from blocks as b
    window above_in_block as (
        partition by b.form_id, b.lane_group, b.block order by b.position, b.lane
    )
),

wholes as (
    select
        p.* exclude (begins_part, has_ordinal, is_end, block),
        last_value(case when not p.is_part then p.bare_name end ignore nulls) over (
            partition by p.form_id, p.lane_group order by p.position, p.lane
            rows between unbounded preceding and 1 preceding
        ) as whole_name
    from parts as p
),

placed as (
    select
        n.*,
        last_value(o.item ignore nulls) over (
            partition by n.form_id, n.lane_group order by n.position, n.lane
            rows between unbounded preceding and 1 preceding
        ) as item_above,
        last_value(t.classification ignore nulls) over (
            partition by n.form_id, n.lane_group order by n.position, n.lane
            rows between unbounded preceding and current row
        ) as lane_classification
    from wholes as n
    left join openers as o on n.row_id = o.row_id and n.lane = o.lane
    left join telling_names as t on n.bare_name = t.compact_name
),

named_parts as (
    select
        a.part,
        n.alias as whole_name
    from {{ ref('item_parts') }} as a
    inner join {{ ref('item_names') }} as n on a.item = n.item and n.under_item is null
),

items as (
    select
        p.row_id,
        p.lane,
        i.item,
        i.fund,
        row_number() over (
            partition by p.row_id, p.lane
            order by i.under_item is not null desc, i.side is not distinct from p.side desc, i.item, i.fund
        ) as preference,
        count(distinct i.item) filter (where p.side is null) over (partition by p.row_id, p.lane) as meanings
    from placed as p
    inner join {{ ref('item_names') }} as i
        on
            p.bare_name = i.alias
            and (
                (p.line_key = 'item' and (i.side = p.side or (p.side is null and i.side != 'any')))
                or (p.line_key != 'item' and i.side = 'any')
            )
            and (i.under_item is null or i.under_item = p.item_above)
    where
        p.code_text is null
        and (
            not p.is_part or p.line_key != 'item' or i.under_item is not null
            or (i.item, p.whole_name) in (select (part, whole_name) from named_parts)
        )
),

classes as (
    select
        p.row_id,
        p.lane,
        min(f.function_code) as function_code
    from placed as p
    inner join function_names as f on p.bare_name = f.class_name
    where
        p.line_key = 'item' and p.code_text is null and not p.is_part
        and coalesce(p.side, 'expenditure') = 'expenditure'
        and p.lane_classification is distinct from 'economic'
    group by all
    having count(distinct f.function_code) = 1
),

coded as (
    select
        p.*,
        case when i.preference = 1 and coalesce(i.meanings, 0) <= 1 then i.item end as named_item,
        i.fund as item_fund,
        c.function_code as class_code,
        case
            when p.line_key in ('project', 'detail', 'unit') or p.unit_code_text is not null
                then coalesce(
                    p.unit_code_text,
                    -- Without figures beside it, it is a part of a project's code that was torn.
                    case
                        when
                            regexp_full_match(p.project_code_text, '\d{3}|\d{6}|\d{9}')
                            and coalesce(p.has_figures, true)
                            then p.project_code_text
                    end
                )
        end as own_unit_code
    from placed as p
    left join items as i on p.row_id = i.row_id and p.lane = i.lane and i.preference = 1
    left join classes as c on p.row_id = c.row_id and p.lane = c.lane
),

with_units as (
    select
        *,
        coalesce(
            own_unit_code,
            case
                when line_key = 'project' and project_code_text is not null
                    then last_value(own_unit_code ignore nulls) over (
                        partition by form_id order by position, lane
                        rows between unbounded preceding and 1 preceding
                    )
            end
        ) as unit_code
    from coded
),

-- A unit's code begins with its department's: a shorter one with which no other begins was torn, and so was
-- one of a digit or two with which others do.
unit_codes as (
    select
        document_id,
        list(distinct unit_code order by unit_code) as codes
    from with_units
    where unit_code is not null
    group by document_id
),

project_codes as (
    select
        document_id,
        list(distinct project_code_text order by project_code_text) as codes
    from with_units
    where own_unit_code is null and length(project_code_text) > 8
    group by document_id
)

select
    form_id,
    l.document_id,
    statement,
    row_id,
    position,
    lane,
    lane_group,
    side,
    line_key,
    layout,
    code_text,
    compact_name,
    bare_name,
    name_text,
    is_named_only,
    coalesce(has_guessed_code, false) as has_guessed_code,
    item_name,
    project_name,
    unit_code,
    case
        when
            project_code_text is not null and own_unit_code is null
            and not regexp_full_match(project_code_text, '\d{1,2}') then project_code_text
    end as project_code,
    -- The codes of a form's projects are of one length: a shorter one was torn.
    (
        line_key = 'project' and own_unit_code is null and length(project_code_text) > 2
        and length(project_code_text) < mode(length(project_code_text) order by length(project_code_text) desc) filter (
            where own_unit_code is null and length(project_code_text) > 2
        ) over (partition by form_id)
    )
    or (
        own_unit_code is not null
        and length(own_unit_code) < list_max(list_transform(u.codes, lambda c: length(c)))
        and (length(own_unit_code) < 3) = list_bool_or(
            list_transform(u.codes, lambda c: c != own_unit_code and starts_with(c, own_unit_code))
        )
    )
    -- A unit's code that is printed nowhere else, but begins a project's: the project's was torn.
    or (
        own_unit_code is not null
        and count(*) over (partition by l.document_id, own_unit_code) = 1
        and coalesce(list_bool_or(list_transform(p.codes, lambda c: starts_with(c, own_unit_code))), false)
    )
    -- Without lines between rows a code that is printed again, without another unit, was torn in one of them.
    or (
        form_id in (select form_id from {{ ref('int_form_row') }} where grid = 'aligned' and row_kind = 'data')
        and line_key in ('function', 'economic') and unit_code is null and has_figures
        and regexp_full_match(code_text, '\d{3}|\d{5}|\d{7}')
        and count(*) over (partition by form_id, code_text, unit_code, has_figures) > 1
    ) as is_torn,
    function_text,
    economic_text,
    class_code,
    item_fund,
    case
        -- What a line of a project's own form is about is its measure.
        when is_card then null
        when named_item is not null then named_item
        when code_text is not null or class_code is not null then null
        when line_key = 'project' and regexp_full_match(project_code_text, '\d{1,2}')
            then 'level_' || project_code_text
        when line_key != 'single' and (unit_code is not null or project_code_text is not null) then null
        -- A row of a 三公 form that is another thing than the bureau or a kind of expense is in int_line_measure.
        when
            line_key = 'single' and lines_of_form > 1 and (unit_name is not null or unit_code is not null)
            and not regexp_matches(bare_name, '^(合计|总计)') then null
        when line_key = 'single' then 'total'
        when
            ((line_key in ('project', 'detail', 'unit') and is_first) or is_only)
            and name_text is null and item_name is null and project_name is null
            -- What a list's first thing is, another column may say.
            and not coalesce(is_described, false) then 'total'
    end as item,
    line_key = 'detail' and unit_code is not null
    and (project_name is not null or item_name is not null or coalesce(is_text_detail, false)) as is_detail,
    coalesce(is_card, false) as is_card
from with_units as l
left join unit_codes as u on l.document_id = u.document_id
left join project_codes as p on l.document_id = p.document_id
