-- The columns in which each printed amount may stand: the one under which it is printed, or, where the
-- layout was lost, every column of its form (`is_read` false). A candidate without a measure is a column that
-- nobody knows.
with possible as (
    select
        amount_id,
        measure,
        fund,
        value_basis,
        1 as column_order,
        0 as order_group,
        false as is_outside,
        false as is_several,
        true as is_read
    from {{ ref('int_printed_amount') }}
    where measure is not null and coalesce(reason_code, '') != 'row_misaligned'
    union all by name
    select
        p.amount_id,
        c.measure,
        c.fund,
        c.value_basis,
        c.column_order,
        c.order_group,
        c.is_outside,
        c.is_several,
        false as is_read
    from {{ ref('int_printed_amount') }} as p
    inner join {{ ref('int_text_column') }} as c on p.form_id = c.form_id and p.column_lane = c.lane
    -- The identities of lists of purchases say too little: a figure lost or torn would put others elsewhere.
    where p.reason_code = 'columns_lost' and p.line_key != 'detail'
    union all by name
    -- A row of a grid that prints fewer cells than the form has columns.
    select
        p.amount_id,
        c.measure,
        c.fund,
        c.value_basis,
        c.column_number as column_order,
        0 as order_group,
        c.role in ('comparison', 'other') as is_outside,
        c.measure is null as is_several,
        false as is_read
    from {{ ref('int_printed_amount') }} as p
    inner join {{ ref('int_form_column') }} as c
        on p.form_id = c.form_id and c.role in ('measure', 'unknown', 'comparison', 'other')
    where p.reason_code = 'row_misaligned' and p.line_key is not null
),

resolved as (
    select
        c.amount_id,
        -- 决算数 heads no figures of a budget.
        coalesce(
            p.stage = 'budget' and coalesce(c.value_basis, p.value_basis, p.title_basis) = 'final', false
        ) as is_final_in_budget,
        case when not is_final_in_budget then c.measure end as measure,
        c.column_order,
        c.order_group,
        c.is_outside or is_final_in_budget as is_outside,
        c.is_several,
        c.is_read,
        m.kind as measure_kind,
        coalesce(
            c.fund,
            p.item_fund,
            case
                when p.statement = 'three_public' and p.title_is_public_budget then 'general_public_budget'
                else p.default_fund
            end
        ) as fund,
        -- A row of a 三公 form may say it, too.
        coalesce(c.value_basis, p.value_basis, p.title_basis, p.stage) as value_basis,
        case
            when c.measure = 'agency_operation' and p.item = 'total' then 'agency_operation' else p.item
        end as item,
        case when m.kind = 'money' then p.yuan else 1 end as factor
    from possible as c
    inner join {{ ref('int_printed_amount') }} as p on c.amount_id = p.amount_id
    left join {{ ref('measures') }} as m on c.measure = m.measure
)

-- Columns that mean the same are one, and so are those that nobody knows, unless their place tells them apart:
-- where several are, their order says nothing.
select
    {{ stable_key(['amount_id', 'measure', 'fund', 'value_basis', 'place']) }} as candidate_id,
    amount_id,
    measure,
    fund,
    value_basis,
    place,
    min(column_order) as column_order,
    case when count(*) = 1 then min(order_group) end as order_group,
    bool_and(is_outside) as is_outside,
    bool_or(is_several) as is_several,
    bool_and(is_read) as is_read,
    min(measure_kind) as measure_kind,
    min(item) as item,
    min(factor) as factor
from (
    select
        *,
        case when measure is null and order_group is not null then column_order end as place
    from resolved
)
group by amount_id, measure, fund, value_basis, place
