with amounts as (
    select
        *,
        case
            when line_key = 'unit' or unit_code is not null and project_code is null and item is null and not is_detail
                then dense_rank() over (
                    partition by
                        form_id,
                        unit_code is not null and project_code is null and item is null and not is_detail
                    order by length(unit_code)
                )
        end as unit_depth
    from {{ ref('int_amount') }}
    where reason_code is null
),

appropriated as (
    -- Where 财政拨款收入 is printed as one line, the funds below it are its parts.
    select distinct form_id
    from amounts
    where item = 'income_appropriation'
),

levelled as (
    select
        a.*,
        case
            when a.is_detail or a.project_code is not null then 'detail'
            when a.item like 'level\_%' escape '\' then 'item'
            when a.item in ('opening_balance', 'closing_balance') and a.item_fund is not null then 'group'
            when
                p.form_id is not null
                and a.item in ('income_general_public_budget', 'income_government_fund', 'income_state_capital')
                then 'group'
            when a.item is not null then coalesce(i.line_level, 'detail')
            when a.function_code is not null
                then case length(a.function_code) when 3 then 'class' when 5 then 'group' else 'item' end
            when a.economic_code is not null
                then case length(a.economic_code) when 3 then 'class' else 'group' end
            when a.unit_code is not null
                then case a.unit_depth when 1 then 'class' when 2 then 'group' else 'item' end
        end as line_level
    from amounts as a
    left join {{ ref('items') }} as i on a.item = i.item
    left join appropriated as p on a.form_id = p.form_id
)

select
    amount_id as line_id,
    document_id,
    bureau_id,
    fiscal_year,
    stage,
    scope,
    statement,
    function_code,
    economic_code,
    unit_code,
    project_code,
    item,
    line_level,
    measure,
    fund,
    value_basis,
    cast(printed_number * factor as decimal(20, 2)) as amount,
    amount_text,
    case when measure_kind = 'money' then unit_text end as unit_text,
    trim(regexp_replace(name_text, '\s+', ' ', 'g')) as name_text,
    case
        when code_note is not null then 'repaired'
        when is_unit_inferred and measure_kind = 'money' then 'inferred'
        else 'read'
    end as method,
    coalesce(confidence, 1.0) as confidence,
    case
        when is_unit_inferred and measure_kind = 'money'
            then 'the form prints no unit; every other form of the document is in ' || unit_text
        else code_note
    end as repair_note,
    row_id as source_row_id,
    page,
    table_number,
    row_number,
    cast(column_number as integer) as column_number,
    cast(bbox as double[]) as bbox
from levelled
