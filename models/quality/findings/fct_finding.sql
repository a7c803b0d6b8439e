-- depends_on: {{ ref('int_set_aside') }}
with lacks as (
    select
        {{ stable_key(['f.kind', 'f.document_id', 'f.statement', 'f.row_id']) }} as finding_id,
        f.kind,
        k.severity,
        f.document_id,
        f.statement,
        coalesce(l.source_row_id, f.row_id) as source_row_id,
        r.page,
        r.table_number,
        r.row_number,
        case when f.line_id is not null then l.column_number end as column_number,
        case when f.line_id is not null then l.bbox end as bbox,
        coalesce(l.name_text, nullif(trim(regexp_replace(r.text, '\s+', ' ', 'g')), '')) as line,
        l.measure,
        l.fund,
        f.line_id,
        f.amount,
        l.amount_text,
        l.unit_text,
        coalesce(l.method != 'read', false) as is_inferred,
        'form' as cause,
        true as is_certain,
        case when f.line_id is null then [] else [f.line_id] end as line_ids,
        f.group_code,
        f.finding_zh,
        f.finding_en
    from {{ ref('int_presence_finding') }} as f
    inner join {{ ref('finding_kinds') }} as k on f.kind = k.kind
    left join {{ ref('int_budget_line') }} as l on f.line_id = l.line_id
    left join {{ ref('stg_row') }} as r on coalesce(l.source_row_id, f.row_id) = r.row_id
),

codes as (
    select
        {{ stable_key(['c.kind', 'c.document_id', 'c.statement', 'c.row_id', 'c.code']) }} as finding_id,
        c.kind,
        k.severity,
        c.document_id,
        c.statement,
        c.row_id as source_row_id,
        l.page,
        l.table_number,
        l.row_number,
        l.bbox,
        l.name_text as line,
        c.line_id,
        'code' as cause,
        false as is_inferred,
        true as is_certain,
        c.line_ids,
        c.finding_zh,
        c.finding_en,
        c.classification,
        c.code,
        c.meant_code
    from {{ ref('int_code_finding') }} as c
    inner join {{ ref('finding_kinds') }} as k on c.kind = k.kind
    inner join {{ ref('int_budget_line') }} as l on c.line_id = l.line_id
),

-- A difference or rate that disagrees with its columns, unless a figure of these is to blame already.
columns as (
    select
        {{ stable_key(['c.kind', 'c.document_id', 'c.statement', 'c.row_id', 'c.column_number']) }} as finding_id,
        c.kind,
        k.severity,
        c.document_id,
        c.statement,
        c.row_id as source_row_id,
        r.page,
        r.table_number,
        r.row_number,
        cast(c.column_number as integer) as column_number,
        c.bbox,
        c.line,
        c.amount_text,
        'column' as cause,
        false as is_inferred,
        true as is_certain,
        [] as line_ids,
        [] as result_ids,
        c.finding_zh,
        c.finding_en
    from {{ ref('int_column_finding') }} as c
    inner join {{ ref('finding_kinds') }} as k on c.kind = k.kind
    inner join {{ ref('stg_row') }} as r on c.row_id = r.row_id
    where
        not exists (
            select 1 from {{ ref('int_amount_finding') }} as a
            where a.document_id = c.document_id and list_has_any(a.line_ids, c.amount_ids)
        )
),

-- Sums that don't hold because a line stands under another's code, and the line that seems to be missing, are of
-- that finding: they are about the code, the one that is meant or one that either is part of.
explained as (
    select
        c.finding_id,
        a.finding_id as amount_finding_id,
        a.result_ids
    from codes as c
    inner join {{ ref('int_amount_finding') }} as a on c.document_id = a.document_id
    inner join (
        select
            a.finding_id,
            list(
                distinct coalesce(o.function_code, o.economic_code, '')
                order by coalesce(o.function_code, o.economic_code, '')
            ) as codes
        from {{ ref('int_amount_finding') }} as a
        inner join {{ ref('dq_identity_result') }} as r on list_contains(a.result_ids, r.result_id)
        inner join {{ ref('int_operand') }} as o on coalesce(r.left_line_ids[1], r.right_line_ids[1]) = o.line_id
        where r.status = 'break'
        group by a.finding_id
    ) as b on a.finding_id = b.finding_id
    where
        b.codes != ['']
        and len(
            list_filter(
                b.codes,
                lambda code: not starts_with(c.code, code) and not starts_with(coalesce(c.meant_code, ''), code)
            )
        ) = 0
    qualify row_number() over (partition by a.finding_id order by c.finding_id) = 1
),

-- A line that sums lack and another form prints: one finding, with both as its evidence.
same_lines as (
    select
        a.finding_id,
        l.finding_id as lack_id,
        l.finding_zh,
        l.finding_en
    from {{ ref('int_amount_finding') }} as a
    inner join lacks as l
        on
            a.document_id = l.document_id and a.statement = l.statement
            and (starts_with(l.group_code, a.function_code) or starts_with(a.function_code, l.group_code))
    where a.cause = 'line' and l.kind = 'line_missing'
    qualify row_number() over (partition by a.finding_id order by l.finding_id) = 1
),

found as (
    select
        a.* exclude (result_ids, function_code, finding_zh, finding_en),
        a.result_ids || coalesce(e.result_ids, []) as result_ids,
        concat_ws('', a.finding_zh, e.finding_zh, s.finding_zh) as finding_zh,
        concat_ws(' ', a.finding_en, nullif(e.finding_en, ''), s.finding_en) as finding_en
    from {{ ref('int_amount_finding') }} as a
    left join {{ ref('int_text_finding') }} as e on a.finding_id = e.finding_id and e.kind = 'evidence'
    left join same_lines as s on a.finding_id = s.finding_id
    where a.finding_id not in (select amount_finding_id from explained)
    union all by name
    select * exclude (group_code) from lacks as l
    where
        l.finding_id not in (select lack_id from same_lines)
        and not exists (
            select 1 from codes as c
            where
                l.kind = 'line_missing' and c.document_id = l.document_id and c.statement = l.statement
                and starts_with(c.meant_code, l.group_code)
        )
    union all by name
    select
        c.* exclude (classification, code, meant_code),
        coalesce(e.result_ids, []) as result_ids
    from codes as c
    left join (
        select
            finding_id,
            flatten(list(result_ids order by amount_finding_id)) as result_ids
        from explained
        group by finding_id
    ) as e on c.finding_id = e.finding_id
    union all by name
    select * from columns
    union all by name
    select * from {{ ref('int_text_finding') }}
    where kind != 'evidence'
),

headed as (
    select
        f.*,
        d.bureau_id,
        d.fiscal_year,
        d.stage,
        {{ places(
            name='coalesce(p.bureau_name, d.title, d.document_id)', year='d.fiscal_year',
            budget="case when d.stage = 'budget' then true end", final="case when d.stage = 'final' then true end"
        ) }} as places
    from found as f
    inner join {{ ref('dim_document') }} as d on f.document_id = d.document_id
    left join {{ ref('int_document_profile') }} as p on f.document_id = p.document_id
)

select
    f.finding_id,
    f.kind,
    f.severity,
    f.document_id,
    f.bureau_id,
    f.fiscal_year,
    f.stage,
    f.statement,
    f.page,
    f.table_number,
    f.row_number,
    f.column_number,
    f.bbox,
    f.line,
    f.measure,
    f.fund,
    f.amount,
    f.amount_text,
    f.unit_text,
    cast(f.suggested_amount as decimal(20, 2)) as suggested_amount,
    cast(f.difference as decimal(20, 2)) as difference,
    f.cause,
    f.is_certain,
    f.is_inferred,
    f.line_ids,
    cast(coalesce(f.suggested_amounts, []) as decimal(20, 2)[]) as suggested_amounts,
    coalesce(f.other_line_ids, []) as other_line_ids,
    coalesce(f.result_ids, []) as result_ids,
    f.source_row_id,
    {{ filled('h.text_zh', 'f.places') }} || f.finding_zh as finding_zh,
    {{ filled('h.text_en', 'f.places') }} || f.finding_en as finding_en
from headed as f
left join {{ ref('finding_texts') }} as h on h.kind = 'any' and h.variant = 'head'
