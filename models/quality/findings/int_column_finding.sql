-- Columns that no fact has (another year's, differences, rates) against the columns that they follow from. Which
-- those are most rows of the form say, whatever the headers: a column that is the difference of two others, their
-- rate of change or their ratio in three rows at least and in most. What doesn't follow in the others is a finding.
-- So is a purchase's total that isn't its number times its price, where three others are: some print totals as prices.
{{ config(schema='intermediate', materialized='sliced') }}
-- depends_on: {{ ref('int_set_aside') }}
with cells as (
    select
        a.amount_id,
        a.document_id,
        a.statement,
        a.form_id,
        a.row_id,
        a.lane,
        a.column_number,
        a.name_text,
        a.amount_text,
        a.bbox,
        a.printed_number as number,
        a.printed_half_digit as half_digit,
        coalesce(a.factor, 1) as factor,
        case when a.reason_code is null then a.measure end as measure,
        coalesce(a.reason_code = 'column_out_of_scope', false) as is_compared
    from {{ ref('int_amount') }} as a
    where
        {{ in_slice('a.document_id') }}
        and a.figure_order is null and a.printed_number is not null and coalesce(a.confidence, 1) = 1
        and (a.reason_code is null or a.reason_code in ('column_out_of_scope', 'column_unknown'))
),

headers as (
    select
        form_id,
        column_number,
        min(header_text) as header_text
    from {{ ref('int_form_column') }}
    where form_id in (select form_id from cells)
    group by all
),

compared as (
    select * from cells
    where
        is_compared
        or (measure in ('total', 'approved_total') and statement in ('procurement', 'service_purchases', 'assets'))
),

-- Each with every two others of its row.
pairs as (
    select
        x.*,
        a.amount_id as first_amount_id,
        b.amount_id as second_amount_id,
        a.column_number as first_column,
        b.column_number as second_column,
        a.amount_text as first_text,
        b.amount_text as second_text,
        a.number as first_number,
        b.number as second_number,
        a.half_digit as first_half_digit,
        b.half_digit as second_half_digit,
        coalesce(
            starts_with(a.measure, replace(x.measure, 'total', 'quantity'))
            and b.measure = replace(x.measure, 'total', 'unit_price'),
            false
        ) as is_price,
        b.factor / x.factor as price_factor
    from compared as x
    inner join cells as a on x.form_id = a.form_id and x.row_id = a.row_id and x.lane = a.lane
    inner join cells as b on x.form_id = b.form_id and x.row_id = b.row_id and x.lane = b.lane
    where
        a.column_number != x.column_number and b.column_number != x.column_number
        and a.column_number != b.column_number
        -- What one column prints says nothing of the others where they print nothing.
        and (a.number != 0 or b.number != 0)
),

-- As the difference, as the rate of change in %, as the ratio in %: what it should be, and what printing explains. A
-- rate is cut as often as rounded: a whole unit of its last digit.
tried as (
    select
        *,
        'difference' as formula,
        first_number - second_number as meant,
        first_half_digit + second_half_digit + half_digit as tolerance
    from pairs
    where is_compared
    union all
    select
        *,
        'product' as formula,
        first_number * second_number * price_factor as meant,
        abs(first_number) * second_half_digit * price_factor + half_digit as tolerance
    from pairs
    -- Of one thing price and total are the same, whatever is printed.
    where is_price and first_number != 1
    union all
    select
        *,
        'rate' as formula,
        100 * (first_number - second_number) / second_number as meant,
        100 * (first_half_digit + abs(first_number / second_number) * second_half_digit) / abs(second_number)
        + 2 * half_digit as tolerance
    from pairs
    where is_compared and second_number != 0
    union all
    select
        *,
        'ratio' as formula,
        100 * first_number / second_number as meant,
        100 * (first_half_digit + abs(first_number / second_number) * second_half_digit) / abs(second_number)
        + 2 * half_digit as tolerance
    from pairs
    where is_compared and second_number != 0
),

followed as (
    select
        form_id,
        lane,
        column_number,
        formula,
        first_column,
        second_column,
        count(*) as cells,
        count(*) filter (where abs(number - meant) <= tolerance) as fitting,
        -- Rows that only this would fit: not zeros, nor a copy of a column beside a blank.
        count(distinct number) filter (
            where abs(number - meant) <= tolerance and number != 0 and first_number != 0 and second_number != 0
        ) as telling
    from tried
    group by form_id, lane, column_number, formula, first_column, second_column
    having
        count(*) filter (where abs(number - meant) <= tolerance) >= 3
        and count(*) filter (where abs(number - meant) <= tolerance) >= 0.75 * count(*)
),

meant as (
    select *
    from followed
    where telling >= 2
    qualify
        row_number() over (
            partition by form_id, lane, column_number
            order by fitting desc, cells, formula, first_column, second_column
        ) = 1
),

-- A wrong figure shows in every column that it is in: one finding a row, for the column furthest to the right.
contradictions as (
    select
        t.*,
        {{ places(
            form_zh='s.name_zh', form_en='s.name_en', line="replace(t.name_text, ' ', '')", printed='t.amount_text',
            column='x.header_text', first_column='a.header_text', first='t.first_text',
            second_column='b.header_text', second='t.second_text', meant='cast(round(t.meant, 2) as decimal(20, 2))'
        ) }} as places
    from tried as t
    inner join meant as f
        on
            t.form_id = f.form_id and t.lane = f.lane and t.column_number = f.column_number and t.formula = f.formula
            and t.first_column = f.first_column and t.second_column = f.second_column
    inner join {{ ref('statements') }} as s on t.statement = s.statement
    left join headers as x on t.form_id = x.form_id and t.column_number = x.column_number
    left join headers as a on t.form_id = a.form_id and t.first_column = a.column_number
    left join headers as b on t.form_id = b.form_id and t.second_column = b.column_number
    where abs(t.number - t.meant) > t.tolerance
    qualify row_number() over (partition by t.form_id, t.row_id, t.lane order by t.column_number desc) = 1
)

select
    c.document_id,
    t.kind,
    c.statement,
    c.row_id,
    c.column_number,
    c.bbox,
    replace(c.name_text, ' ', '') as line,
    c.amount_text,
    [c.amount_id, c.first_amount_id, c.second_amount_id] as amount_ids,
    {{ filled('t.text_zh', 'c.places') }} as finding_zh,
    {{ filled('t.text_en', 'c.places') }} as finding_en
from contradictions as c
left join {{ ref('finding_texts') }} as t on t.kind = 'column_contradicted'
