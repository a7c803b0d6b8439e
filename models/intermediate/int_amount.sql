-- Every figure printed in a form, with its line, column, unit and document; where one of them can't
-- be told, with the reason. Nothing printed is left out: what has no reason is in the fact.
with printed as (
    select
        amount_id,
        form_id,
        document_id,
        statement,
        row_id,
        table_number,
        row_number,
        page,
        position,
        column_number,
        lane,
        amount_text,
        compact_text,
        measure,
        fund,
        value_basis,
        column_unit_text,
        bbox,
        reason_code,
        'header: ' || nullif(header_text, '') as reason_detail
    from {{ ref('int_grid_amount') }}
    union all by name
    select
        amount_id,
        form_id,
        document_id,
        statement,
        row_id,
        table_number,
        row_number,
        page,
        position,
        column_number,
        lane,
        amount_text,
        compact_text,
        measure,
        fund,
        reason_code,
        reason_detail
    from {{ ref('int_text_amount') }}
),

joined as (
    select
        p.*,
        o.confidence,
        o.doubt,
        m.kind as measure_kind,
        l.line_key,
        l.side,
        l.name_text,
        l.item,
        l.class_code,
        l.code_text,
        l.item_fund,
        l.unit_code,
        l.project_code,
        l.function_text,
        l.economic_text,
        l.is_detail,
        c.classification,
        c.code,
        c.repair_note as code_note,
        coalesce(p.column_unit_text, u.unit_text) as form_unit_text,
        d.fiscal_year,
        d.stage,
        d.scope,
        b.bureau_id,
        s.default_fund,
        s.has_lanes
    from printed as p
    inner join {{ ref('statements') }} as s on p.statement = s.statement
    left join {{ ref('measures') }} as m on p.measure = m.measure
    left join {{ ref('int_line') }} as l on p.row_id = l.row_id and p.lane = l.lane
    left join {{ ref('int_line_code') }} as c on p.row_id = c.row_id and p.lane = c.lane
    left join {{ ref('int_amount_confidence') }} as o on p.amount_id = o.amount_id
    left join {{ ref('int_form_unit') }} as u on p.form_id = u.form_id
    left join {{ ref('int_document_profile') }} as d on p.document_id = d.document_id
    left join {{ ref('int_bureau') }} as b on d.bureau_name = b.bureau_name
),

document_units as (
    -- A form without a unit takes that of the document's other forms if they all print the same.
    select
        f.document_id,
        min(u.unit_text) as unit_text
    from {{ ref('int_form_unit') }} as u
    inner join {{ ref('int_form') }} as f on u.form_id = f.form_id
    group by f.document_id
    having count(distinct u.unit_text) = 1
),

keyed as (
    select
        j.* exclude (item),
        case
            when j.measure = 'agency_operation' and j.item = 'total' then 'agency_operation' else j.item
        end as item,
        case
            when j.classification = 'function' then j.code
            when j.class_code is not null then j.class_code
            else j.function_text
        end as function_code,
        case when j.classification = 'economic' then j.code else j.economic_text end as economic_code,
        coalesce(j.form_unit_text, d.unit_text) as unit_text,
        w.yuan,
        j.form_unit_text is null and d.unit_text is not null as is_unit_inferred
    from joined as j
    left join document_units as d on j.document_id = d.document_id
    left join {{ ref('units') }} as w on coalesce(j.form_unit_text, d.unit_text) = w.unit_text
),

judged as (
    select
        *,
        coalesce(
            reason_code,
            case
                -- No government's: digits that ran together.
                when coalesce(abs({{ to_number('compact_text') }}) * coalesce(yuan, 1), 1e16) >= 1e16
                    then 'figure_unreadable'
                when code_text is not null and code is null then 'code_damaged'
                when
                    item is null and function_code is null and economic_code is null
                    and unit_code is null and project_code is null
                    then 'line_unknown'
                when measure_kind = 'money' and unit_text is null then 'unit_unknown'
                when fiscal_year is null or stage is null or bureau_id is null then 'document_unknown'
                when doubt is not null then 'reading_doubtful'
            end
        ) as unplaced_reason
    from keyed
)

select
    l.* exclude (reason_code, unplaced_reason, reason_detail, fund, value_basis, form_unit_text, yuan),
    l.unplaced_reason as reason_code,
    case l.unplaced_reason
        when 'columns_lost' then l.reason_detail
        when 'figure_glued' then l.reason_detail
        when
            'column_unknown'
            then 'no measure is known for the column (' || coalesce(l.reason_detail, 'no header') || ')'
        when 'row_misaligned' then 'the row has other columns than the form''s header'
        when 'figure_unreadable'
            then 'the cell prints more than one figure, no plain one, or one too large or too unclear to read'
        when 'code_damaged' then 'the code ' || l.code_text || ' is cut short and no single code fits'
        when 'line_unknown' then 'no line is known by the name "' || coalesce(l.name_text, '') || '"'
        when 'unit_unknown' then 'the form prints no unit of money'
        when 'reading_doubtful' then l.doubt
        when 'document_unknown' then 'the document''s bureau, year or stage is not known'
    end as reason,
    coalesce(
        l.fund,
        l.item_fund,
        case
            when l.statement = 'three_public' and f.title_is_public_budget then 'general_public_budget'
            else l.default_fund
        end
    ) as fund,
    coalesce(
        case when l.stage = 'budget' and l.value_basis = 'final' then null else l.value_basis end, l.stage
    ) as value_basis,
    case when l.measure_kind = 'money' then l.yuan else 1 end as factor,
    {{ to_number('l.compact_text') }} as printed_number,
    {{ half_digit('l.compact_text') }} as printed_half_digit
from judged as l
left join (
    select
        form_id,
        contains({{ compact('title') }}, '一般公共预算') as title_is_public_budget
    from {{ ref('int_form') }}
) as f on l.form_id = f.form_id
