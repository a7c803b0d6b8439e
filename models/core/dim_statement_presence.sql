with printed_forms as (
    select
        document_id,
        statement
    from {{ ref('int_form') }}
    union
    select
        document_id,
        statement
    from {{ ref('int_amount') }}
),

-- The forms of the document's stage, and whatever else it prints: procurement in final accounts.
expected as (
    select
        d.document_id,
        d.bureau_id,
        d.fiscal_year,
        d.stage,
        d.scope,
        s.statement,
        s.kind
    from {{ ref('dim_document') }} as d
    cross join {{ ref('dim_statement') }} as s
    left join printed_forms as f on d.document_id = f.document_id and s.statement = f.statement
    where
        d.status = 'built'
        and (
            (d.stage = 'final' and s.in_final)
            or (d.stage = 'budget' and s.in_budget)
            or d.stage is null
            or f.document_id is not null
        )
),

sayings as (
    -- Sentences below a form, not its lines: 31022 无形资产购置 declares nothing.
    select
        form_id,
        compact_text
    from {{ ref('int_form_row') }}
    where
        (
            row_kind in ('note', 'text')
            or (layout = 'text' and not regexp_matches(compact_text, '^\d{3}'))
            -- A sentence in a cell of its own.
            or (filled_count = 1 and regexp_matches(compact_text, '[。,]|20\d\d年|本(部门|单位|表)'))
        )
        and regexp_matches(compact_text, '无|没|未|空|不')
        and not regexp_matches(compact_text, '本表反映|仍保留')
),

declarations as (
    select
        s.form_id,
        s.compact_text,
        min(e.pattern) as pattern
    from sayings as s
    inner join
        {{ ref('empty_declarations') }} as e
        on {{ by_pattern('regexp_matches', 's.compact_text', 'e.pattern', 'empty_declarations') }}
    group by all
),

forms as (
    select
        f.document_id,
        f.statement,
        count(distinct f.form_id) as forms,
        min(r.page) as page,
        bool_or(r.row_kind = 'data' and r.filled_count > 1 and s.kind = 'performance') as has_rows,
        bool_or(e.pattern is not null) as is_declared_empty,
        min(r.text) filter (where e.pattern is not null) as declaration
    from {{ ref('int_form') }} as f
    inner join {{ ref('statements') }} as s on f.statement = s.statement
    inner join {{ ref('int_form_row') }} as r on f.form_id = r.form_id
    left join declarations as e on r.form_id = e.form_id and r.compact_text = e.compact_text
    group by all
),

amounts as (
    select
        document_id,
        statement,
        count(*) as printed,
        count(*) filter (where reason_code is null) as placed
    from {{ ref('int_amount') }}
    group by all
)

select
    e.document_id,
    e.bureau_id,
    e.fiscal_year,
    e.stage,
    e.scope,
    e.statement,
    case
        when a.printed > 0 or f.has_rows then 'filled'
        when f.is_declared_empty then 'declared_empty'
        when f.forms > 0 then 'blank'
        else 'missing'
    end as status,
    case when coalesce(a.printed, 0) = 0 and f.is_declared_empty then f.declaration end as declaration,
    f.page,
    cast(coalesce(a.printed, 0) as integer) as amounts_printed,
    cast(coalesce(a.placed, 0) as integer) as amounts_placed,
    cast(coalesce(a.printed, 0) - coalesce(a.placed, 0) as integer) as amounts_unplaced
from expected as e
left join forms as f on e.document_id = f.document_id and e.statement = f.statement
left join amounts as a on e.document_id = a.document_id and e.statement = a.statement
