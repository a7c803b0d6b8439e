-- The function or economic code of each coded line. A code that was cut short or misread is restored if one
-- code alone fits what is left of it, has the line's name and stands below the line's parent: among the
-- document's other forms first, else in the classification; if both know one, they must agree.
with lines as (
    select
        l.row_id,
        l.lane,
        l.lane_group,
        l.position,
        l.document_id,
        l.form_id,
        l.compact_name,
        l.code_text,
        l.has_guessed_code,
        case when starts_with(l.code_text, '2') then 'function' when starts_with(l.code_text, '3') then 'economic' end
            as classification,
        length(l.code_text) in (3, 5) or (length(l.code_text) = 7 and starts_with(l.code_text, '2')) as is_whole
    from {{ ref('int_line') }} as l
    where l.code_text is not null
),

classification_codes as (
    select
        'function' as classification,
        function_code as code,
        {{ compact('name') }} as compact_name
    from {{ ref('function_codes') }}
    union
    select
        'economic',
        economic_code,
        {{ compact('name') }}
    from {{ ref('economic_codes') }}
),

coded as (
    select
        l.*,
        l.code_text in (select code from classification_codes) as is_known,
        (l.code_text, l.compact_name) in (select (code, compact_name) from classification_codes) as is_named_so,
        count(distinct l.compact_name) over (partition by l.form_id, l.code_text) > 1 as is_repeated,
        -- In a column that is headed as nothing known, codes of which none has its name are no classification's.
        coalesce(l.has_guessed_code, false)
        and not bool_or(exists (
            select 1 from classification_codes as c
            where c.code = l.code_text and contains(l.compact_name, c.compact_name)
        )) over (partition by l.form_id) as is_foreign,
        -- The lines above it that the code must stand below.
        last_value(case when l.is_whole and length(l.code_text) = 3 then l.code_text end ignore nulls) over above
            as class_above,
        last_value(case when l.is_whole and length(l.code_text) = 5 then l.code_text end ignore nulls) over above
            as group_above
    from lines as l
    window above as (
        partition by l.form_id, l.lane_group order by l.position, l.lane
        rows between unbounded preceding and 1 preceding
    )
),

-- Cut short to a length that no code has, or to the code of a line of another name; or a code of nobody's.
damaged as (
    select
        *,
        case
            when not is_whole then 'cut'
            when is_repeated and is_known and not is_named_so then 'cut'
            when not is_known then 'misread'
        end as damage
    from coded
    where classification is not null and length(compact_name) >= 2
),

candidates as (
    select
        d.row_id,
        d.lane,
        c.code_text as code,
        'document' as source,
        c.compact_name = d.compact_name as is_exact
    from damaged as d
    inner join coded as c
        on
            d.document_id = c.document_id and d.form_id != c.form_id and c.is_whole
            and d.classification = c.classification and c.compact_name = d.compact_name
    where d.damage is not null
    union
    select
        d.row_id,
        d.lane,
        c.code,
        'classification' as source,
        c.compact_name = d.compact_name as is_exact
    from damaged as d
    inner join classification_codes as c
        on
            d.classification = c.classification
            and (
                c.compact_name = d.compact_name
                or (length(d.compact_name) >= 4 and starts_with(c.compact_name, d.compact_name))
            )
    where d.damage is not null
),

fitting as (
    select
        d.row_id,
        d.lane,
        d.damage,
        d.is_whole,
        c.code,
        c.source,
        c.is_exact,
        case
            when length(c.code) = 3 then true
            when length(c.code) = 5 then starts_with(c.code, d.class_above)
            when starts_with(d.group_above, d.class_above) then starts_with(c.code, d.group_above)
        end as is_below_parent,
        coalesce(starts_with(c.code, d.class_above), true) as is_below_class
    from damaged as d
    inner join candidates as c on d.row_id = c.row_id and d.lane = c.lane
    where
        case d.damage
            when 'cut'
                then
                    (length(c.code) > length(d.code_text) and starts_with(c.code, d.code_text))
                    or (length(c.code) = length(d.code_text) + 1 and levenshtein(c.code, d.code_text) = 1)
            else length(c.code) = length(d.code_text) and levenshtein(c.code, d.code_text) = 1
        end
),

-- What the parent says counts first; where it says nothing, the name alone must leave one.
narrowed as (
    select
        *,
        bool_or(is_below_parent) over (partition by row_id, lane, source) as has_below_parent
    from fitting
    where is_below_class
),

choices as (
    select
        row_id,
        lane,
        source,
        min(code) as code,
        count(distinct code) as choices,
        bool_and(coalesce(is_below_parent, false)) as is_below_parent,
        bool_and(is_whole) as is_whole
    from narrowed
    where not coalesce(has_below_parent, false) or is_below_parent
    group by all
),

repaired as (
    select
        coalesce(f.row_id, c.row_id) as row_id,
        coalesce(f.lane, c.lane) as lane,
        case
            when f.choices = 1 and (c.code is null or (c.choices = 1 and c.code = f.code)) then f.code
            when f.code is null and c.choices = 1 then c.code
        end as code,
        coalesce(f.is_below_parent, c.is_below_parent) as is_below_parent,
        case
            when f.choices = 1 then '本文件其他表 (another form of the document)'
            else '科目分类 (the classification)'
        end as evidence
    from (select * from choices where source = 'document') as f
    full join (select * from choices where source = 'classification') as c
        on f.row_id = c.row_id and f.lane = c.lane
),

-- A code that looks whole needs its parent's word as well.
decided as (
    select
        d.*,
        r.evidence,
        case when not d.is_whole or r.is_below_parent then r.code end as restored,
        -- It has the name of a longer code: not the line whose code it seems to be, whichever it is.
        d.damage = 'cut' and r.row_id is not null as is_another
    from damaged as d
    left join repaired as r on d.row_id = r.row_id and d.lane = r.lane and d.damage is not null
)

select
    c.row_id,
    c.lane,
    c.classification,
    coalesce(
        d.restored, case when c.is_whole and not coalesce(d.is_another, false) and not c.is_foreign then c.code_text end
    ) as code,
    case
        when d.restored is not null
            then
                'code ' || c.code_text || ' restored to ' || d.restored || ': the only code that '
                || case d.damage when 'cut' then 'begins so' else 'differs in one digit' end
                || ' and is named ' || c.compact_name || ' in ' || d.evidence
    end as repair_note
from coded as c
left join decided as d on c.row_id = d.row_id and c.lane = d.lane
union all
select
    row_id,
    lane,
    classification,
    code,
    note
from {{ ref('int_named_line') }}
