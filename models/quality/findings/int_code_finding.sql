-- depends_on: {{ ref('int_set_aside') }}
-- Lines whose code says another thing than their name: a name that only other codes have in the document's year, or
-- a code below the line of another group, where the code of that name has a place. Renamed codes have all their names.
{{ config(schema='intermediate', materialized='sliced') }}
with names as (
    {{ code_names() }}
),

-- As printed: what was restored has its name already, what OCR read is no evidence.
printed as (
    select
        o.document_id,
        o.statement,
        o.form_id,
        o.source_row_id,
        d.fiscal_year,
        case when o.function_code is not null then 'function' else 'economic' end as classification,
        coalesce(o.function_code, o.economic_code) as code,
        {{ spoken_name(compact('o.name_text')) }} as name,
        min(o.name_text) as name_text,
        min(o.position) as position,
        arg_max(o.line_id, (abs(o.amount), o.line_id)) as line_id,
        list(o.line_id order by o.line_id) as line_ids
    from {{ ref('int_operand') }} as o
    inner join {{ ref('int_budget_line') }} as f on o.line_id = f.line_id
    inner join {{ ref('dim_document') }} as d on o.document_id = d.document_id
    where
        {{ in_slice('o.document_id') }}
        and o.line_level != 'detail' and o.unit_code is null and f.method = 'read' and f.confidence = 1
        and (o.function_code is null) != (o.economic_code is null)
    group by all
),

known as (
    select
        *,
        -- The group that the form prints above an item, and whether it prints the item's own.
        last_value(case when classification = 'function' and length(code) = 5 then code end ignore nulls) over (
            partition by form_id order by position, source_row_id, code rows between unbounded preceding and 1 preceding
        ) as group_above,
        bool_or(length(code) = 5) over (partition by form_id, left(code, 5)) as has_group
    from printed as p
    where
        length(name) >= 2
        and exists (
            select 1 from names as n
            where
                n.classification = p.classification and n.code = p.code
                and p.fiscal_year between n.first_year and n.last_year
        )
),

misnamed as (
    select * from known as k
    where not exists (
        select 1 from names as n
        where n.classification = k.classification and n.code = k.code and n.name = k.name
    )
),

-- 2010301 行政运行 below 20102: 2010201 has that name too.
misplaced as (
    select * from known as k
    where
        classification = 'function' and length(code) = 7 and not has_group and group_above != left(code, 5)
        and (k.form_id, group_above || right(code, 2)) not in (select (form_id, code) from known)
        and exists (
            select 1 from names as n
            where
                n.classification = 'function' and n.code = k.group_above || right(k.code, 2) and n.name = k.name
                and k.fiscal_year between n.first_year and n.last_year
        )
),

meant as (
    select
        m.form_id,
        m.source_row_id,
        m.classification,
        m.code,
        n.code as meant_code,
        -- What the document prints elsewhere, or what belongs here, is meant before others of that name.
        (m.document_id, n.code, m.name) in (select (document_id, code, name) from known) as is_printed,
        coalesce(starts_with(n.code, m.group_above), false) as is_in_place
    from misnamed as m
    inner join names as n
        on
            m.classification = n.classification and m.name = n.name and m.code != n.code
            and length(m.code) = length(n.code) and m.fiscal_year between n.first_year and n.last_year
),

likeliest as (
    select
        form_id,
        source_row_id,
        classification,
        code,
        case when count(distinct meant_code) = 1 then min(meant_code) end as meant_code,
        count(distinct meant_code) as choices
    from (
        select *
        from meant
        qualify
            rank() over (
                partition by form_id, source_row_id, classification, code
                order by is_printed desc, is_in_place desc
            ) = 1
    )
    group by all
),

found as (
    select
        k.*,
        l.meant_code
    from misnamed as k
    inner join likeliest as l using (form_id, source_row_id, classification, code)
    union all
    select
        k.*,
        group_above || right(code, 2) as meant_code
    from misplaced as k
),

named as (
    select
        f.*,
        case when n.name is not null and n.name != f.name then 'name' else 'place' end as variant,
        {{ places(
            form_zh='s.name_zh', form_en='s.name_en', code='f.code', line="replace(f.name_text, ' ', '')",
            code_name='n.full_name', group='f.group_above', meant='f.meant_code'
        ) }} as places
    from found as f
    inner join {{ ref('statements') }} as s on f.statement = s.statement
    left join names as n
        on
            f.classification = n.classification and f.code = n.code
            and f.fiscal_year between n.first_year and n.last_year
    qualify
        row_number() over (partition by f.form_id, f.source_row_id, f.code order by f.line_id, n.full_name, n.name) = 1
)

select
    f.document_id,
    t.kind,
    f.statement,
    f.source_row_id as row_id,
    f.line_id,
    f.line_ids,
    f.classification,
    f.code,
    f.meant_code,
    {{ filled('t.text_zh', 'f.places') }} as finding_zh,
    {{ filled('t.text_en', 'f.places') }} as finding_en
from named as f
left join {{ ref('finding_texts') }} as t on t.kind = 'code_contradicted' and f.variant = t.variant
