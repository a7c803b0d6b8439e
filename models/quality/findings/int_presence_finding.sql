-- What a disclosure's forms lack or carry over from elsewhere: absent, blank and wrongly empty forms, placeholders,
-- titles of another year or department. One row each, with the row where it is printed, if it is.
{{ config(schema='intermediate', materialized='sliced') }}
with operands as (
    select * from {{ ref('int_operand') }}
    where {{ in_slice('document_id') }}
),

printed_rows as (
    select * from {{ ref('stg_row') }}
    where {{ in_slice('document_id') }}
),

forms as (
    select * from {{ ref('int_form') }}
    where {{ in_slice('document_id') }}
),

documents as (
    select
        d.document_id,
        p.bureau_name,
        p.fiscal_year,
        -- Nothing is said to be absent from what wasn't wholly read.
        d.document_id not in (
            select document_id from {{ ref('raw_document') }} where problem is not null and status != 'duplicate'
        )
        and d.document_id not in (
            select document_id from forms where statement is null and layout = 'grid'
        ) as is_whole
    from {{ ref('dim_document') }} as d
    left join {{ ref('int_document_profile') }} as p on d.document_id = p.document_id
    where d.status = 'built' and {{ in_slice('d.document_id') }}
),

presence as (
    select
        p.document_id,
        p.statement,
        p.status,
        p.declaration,
        s.name_zh,
        s.name_en
    from {{ ref('dim_statement_presence') }} as p
    inner join {{ ref('statements') }} as s on p.statement = s.statement
    where s.kind = 'money' and {{ in_slice('p.document_id') }}
),

first_rows as (
    select
        f.document_id,
        f.statement,
        arg_min(f.form_id, f.form_number) as form_id
    from forms as f
    where f.statement is not null
    group by all
),

-- Titles without a form in a row of others: a list of contents.
listed as (
    select
        t.row_id,
        t.document_id,
        t.statement,
        t.position,
        t.text,
        least(
            t.position - lag(t.position) over (partition by t.document_id order by t.position),
            lead(t.position) over (partition by t.document_id order by t.position) - t.position
        ) as distance
    from {{ ref('int_title') }} as t
    where t.kind = 'title' and {{ in_slice('t.document_id') }} and t.row_id not in (select form_id from forms)
),

declared_below as (
    select distinct l.row_id
    from listed as l
    inner join printed_rows as r
        on l.document_id = r.document_id and r.position > l.position and r.position <= l.position + 4
    inner join
        {{ ref('empty_declarations') }} as e
        on {{ by_pattern('regexp_matches', 'r.compact_text', 'e.pattern', 'empty_declarations') }}
),

listed_absent as (
    select
        p.document_id,
        'form_listed_absent' as kind,
        p.statement,
        arg_min(l.row_id, l.position) as row_id,
        {{ places(form_zh='min(p.name_zh)', form_en='min(p.name_en)') }} as places
    from presence as p
    inner join listed as l on p.document_id = l.document_id and p.statement = l.statement
    where p.status = 'missing' and l.distance <= 2
    group by p.document_id, p.statement
    having bool_and(l.row_id not in (select row_id from declared_below))
),

blank as (
    select
        p.document_id,
        'form_blank' as kind,
        p.statement,
        f.form_id as row_id,
        {{ places(form_zh='p.name_zh', form_en='p.name_en') }} as places
    from presence as p
    inner join first_rows as f on p.document_id = f.document_id and p.statement = f.statement
    where p.status = 'blank'
),

evidence as (
    select
        p.document_id,
        p.statement,
        p.status,
        p.name_zh,
        p.name_en,
        o.line_id,
        o.source_row_id,
        o.amount,
        s.name_zh as other_zh,
        s.name_en as other_en,
        row_number() over (
            partition by p.document_id, p.statement order by abs(o.amount) desc, o.line_id
        ) as preference
    from presence as p
    inner join {{ ref('presence_evidence') }} as e
        on p.statement = e.statement and list_contains(string_split(e.statuses, '|'), p.status)
    inner join operands as o on p.document_id = o.document_id and e.other_statement = o.statement
    inner join {{ ref('statements') }} as s on e.other_statement = s.statement
    where o.amount != 0 and list_has_all(o.tags, string_split(e.selector, '&'))
),

contradicted as (
    select
        document_id,
        case status when 'missing' then 'form_missing' else 'form_wrongly_empty' end as kind,
        statement,
        source_row_id as row_id,
        line_id,
        amount,
        {{ places(
            form_zh='name_zh', form_en='name_en', other_zh='other_zh', other_en='other_en', amount='amount',
            listed='case when is_listed then true end'
        ) }} as places
    from (
        select
            *,
            (document_id, statement) in (select (document_id, statement) from listed_absent) as is_listed
        from evidence
        where preference = 1
    )
),

placeholders as (
    select
        r.document_id,
        'placeholder_left' as kind,
        arg_min(r.row_id, r.position) as row_id,
        {{ places(
            text='left(arg_min(r.text, r.position), 60)', places='count(distinct r.row_id)'
        ) }} as places
    from printed_rows as r
    inner join
        {{ ref('placeholders') }} as p
        on {{ by_pattern('regexp_matches', 'r.text', 'p.pattern', 'placeholders') }}
    group by r.document_id
),

titles as (
    select
        f.document_id,
        f.form_id,
        f.statement,
        regexp_replace(f.title, '\s+', ' ', 'g') as title,
        list_transform(
            regexp_extract_all(f.title, '(20\d\d) ?年', 1), lambda year: cast(year as integer)
        ) as title_years
    from forms as f
    where f.statement is not null
),

other_years as (
    select
        t.document_id,
        'title_of_other_year' as kind,
        t.statement,
        t.form_id as row_id,
        {{ places(title='t.title', year='d.fiscal_year') }} as places
    from titles as t
    inner join documents as d on t.document_id = d.document_id
    where len(t.title_years) > 0 and not list_contains(t.title_years, d.fiscal_year)
),

labels as (
    select
        r.document_id,
        r.row_id,
        r.form_id,
        r.statement,
        regexp_replace(
            regexp_extract(
                r.compact_text,
                '^(?:编制|填报|预算|公开)?部门(?:名称)?(?:\(公章\)|\(盖章\))?:(\p{Han}{4,30}?(?:局|委员会|办公室|厅|中心))(?:\(|单位|金额|$)', 1
            ),
            '(本级|本部|机关)$', ''
        ) as label_name
    from {{ ref('int_form_row') }} as r
    where r.row_kind = 'preamble' and r.statement is not null and {{ in_slice('r.document_id') }}
),

other_bureaus as (
    select
        l.document_id,
        'label_of_other_bureau' as kind,
        l.statement,
        l.row_id,
        {{ places(label='l.label_name', bureau='d.bureau_name') }} as places
    from labels as l
    inner join documents as d on l.document_id = d.document_id
    where
        l.label_name != '' and not contains(l.label_name, d.bureau_name) and not contains(d.bureau_name, l.label_name)
        -- A department's document may hold the forms of its units.
        and l.label_name not in (
            select {{ compact('o.name_text') }} from operands as o
            where o.document_id = l.document_id and o.unit_code is not null and o.name_text is not null
        )
        and (
            select count(distinct k.form_id) from labels as k
            where k.document_id = l.document_id and k.label_name = l.label_name
        ) * 3 <= (select count(distinct k.form_id) from labels as k where k.document_id = l.document_id)
),

-- Codes printed in forms that were placed wholly: what isn't among them isn't printed.
codes as (
    select
        o.document_id,
        o.statement,
        o.function_code,
        arg_min(o.source_row_id, (o.position, o.line_id)) as row_id,
        arg_max(o.line_id, (abs(o.amount), o.line_id)) as line_id,
        max(abs(o.amount)) as amount,
        min(coalesce(o.name_text, o.function_code)) as name
    from operands as o
    where
        list_contains(o.tags, 'code:function')
        and (o.document_id, o.statement) not in (
            select (document_id, statement) from {{ ref('int_amount') }} where reason_code is not null
        )
    group by all
),

detailed as (
    select
        document_id,
        statement
    from codes
    where length(function_code) = 7
    group by all
),

-- A 款 without a 项 in a form that prints 项 …
childless as (
    select
        p.document_id,
        p.statement,
        p.function_code as group_code,
        p.row_id,
        p.line_id,
        p.amount,
        'childless' as variant,
        {{ places(code='p.function_code', name='p.name') }} as places
    from codes as p
    inner join detailed as d on p.document_id = d.document_id and p.statement = d.statement
    where
        length(p.function_code) = 5 and p.amount > 0
        and not exists (
            select 1 from codes as c
            where
                c.document_id = p.document_id and c.statement = p.statement
                and length(c.function_code) = 7 and left(c.function_code, 5) = p.function_code
        )
),

-- … or a 项 of one fund that the form of all expenditure doesn't have.
uncovered as (
    select
        c.document_id,
        'expenditure' as statement,
        left(c.function_code, 5) as group_code,
        c.row_id,
        c.line_id,
        c.amount,
        'uncovered' as variant,
        {{ places(other_zh='s.name_zh', other_en='s.name_en', code='c.function_code', name='c.name') }} as places
    from codes as c
    inner join detailed as d on c.document_id = d.document_id and d.statement = 'expenditure'
    inner join {{ ref('statements') }} as s on c.statement = s.statement
    where
        length(c.function_code) = 7 and c.amount > 0
        and c.statement in ('gpb_expenditure', 'government_fund', 'state_capital')
        and not exists (
            select 1 from codes as e
            where
                e.document_id = c.document_id and e.statement = 'expenditure' and e.function_code = c.function_code
        )
),

lines_missing as (
    select
        document_id,
        'line_missing' as kind,
        statement,
        arg_min(row_id, (preference, line_id)) as row_id,
        arg_min(line_id, (preference, line_id)) as line_id,
        arg_min(amount, (preference, line_id)) as amount,
        group_code,
        arg_min(variant, (preference, line_id)) as variant,
        arg_min(places, (preference, line_id)) as places
    from (
        select *, 1 as preference from childless
        union all by name
        select *, 2 as preference from uncovered
    )
    group by document_id, statement, group_code
),

found as (
    -- One finding for a form that is missing, whatever says so.
    select * from listed_absent
    where (document_id, statement) not in (select (document_id, statement) from contradicted)
    union all by name
    select * from lines_missing
    union all by name
    select * from blank
    union all by name
    select * from contradicted
    union all by name
    select * from placeholders
    union all by name
    select * from other_years
    union all by name
    select * from other_bureaus
)

select
    f.document_id,
    f.kind,
    f.statement,
    f.row_id,
    f.line_id,
    f.amount,
    f.group_code,
    {{ filled('t.text_zh', 'f.places') }} as finding_zh,
    {{ filled('t.text_en', 'f.places') }} as finding_en
from found as f
left join {{ ref('finding_texts') }} as t on f.kind = t.kind and coalesce(f.variant, 'form') = t.variant
inner join documents as d on f.document_id = d.document_id
where d.is_whole or f.kind not in ('form_missing', 'form_listed_absent')
