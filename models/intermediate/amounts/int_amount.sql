-- Every figure printed in a form, each key placed once: what a document prints again of one key is listed and not
-- counted twice. Of lines of one code the one that has its name is placed, if the others have only names of others. Of
-- figures that agree the most precise is placed; of a total that one form ends several lanes or parts with, the first;
-- of others that differ none, as nothing says which of them the key is.
with names as (
    {{ code_names() }}
),

-- Whether a line with a code has the name of that code, or only that of others.
named as (
    select
        a.amount_id,
        bool_or(n.code = coalesce(a.function_code, a.economic_code)) as is_own_name
    from {{ ref('int_judged_amount') }} as a
    inner join names as n
        on
            n.classification = case when a.function_code is not null then 'function' else 'economic' end
            and n.name = {{ spoken_name(compact('a.name_text')) }}
            and a.fiscal_year between n.first_year and n.last_year
    where a.reason_code is null and (a.function_code is null) != (a.economic_code is null)
    group by a.amount_id
),

placed as (
    select
        amount_id,
        form_id,
        printed_line,
        lane,
        position,
        column_number,
        placement_note is null as is_printed_there,
        cast(printed_number * factor as decimal(20, 2)) as amount,
        case when measure_kind = 'money' then printed_half_digit * factor else 0 end as half_digit,
        -- The lists of a summary end in one total, and so do the parts of a project's form.
        is_summary and line_level = 'total' as is_lane_total,
        card_id is not null and measure = 'total' as is_card_total,
        -- A line of a list is its row, one of a project its name.
        {{ stable_key([
            'document_id',
            'scope',
            'statement',
            'item',
            'function_code',
            'economic_code',
            'unit_code',
            'project_code',
            'measure',
            'fund',
            'value_basis',
            "case when line_level = 'detail' and (card_id is null or measure = 'spending_item') then "
            ~ compact('name_text') ~ " end",
            "case when line_level = 'detail' and line_key = 'detail' then printed_line end",
        ]) }} as key
    from {{ ref('int_judged_amount') }}
    where reason_code is null
),

forms as (
    select
        form_id,
        form_number
    from {{ ref('int_form') }}
),

-- What is read counts more than what was inferred from it.
ordered as (
    select
        p.*,
        row_number() over (
            partition by p.key
            order by
                p.is_printed_there desc,
                coalesce(n.is_own_name, false) desc,
                f.form_number,
                p.lane,
                p.position,
                p.column_number,
                p.amount_id
        ) as place,
        count(*) over (partition by p.key) as places,
        n.is_own_name
    from placed as p
    inner join forms as f on p.form_id = f.form_id
    left join named as n on p.amount_id = n.amount_id
),

repeated as (
    select
        o.*,
        -- Two columns of one line that would be one: at least one of them is something else.
        abs(o.amount - f.amount) <= o.half_digit + f.half_digit
        and (o.place = 1 or o.printed_line != f.printed_line) as agrees,
        f.is_printed_there and not o.is_printed_there as is_less_sure,
        -- A code beside the name of another is that line's by mistake.
        coalesce(f.is_own_name and not o.is_own_name, false) as is_misnamed,
        o.form_id = f.form_id
        and ((o.is_lane_total and o.lane != f.lane) or (o.is_card_total and o.position != f.position))
            as is_repeated_total
    from ordered as o
    inner join ordered as f on o.key = f.key and f.place = 1
    where o.places > 1
),

decided as (
    select
        amount_id,
        is_misnamed,
        agrees or is_repeated_total or is_misnamed as is_again,
        row_number() over (
            partition by key order by is_misnamed, agrees desc, is_less_sure, half_digit, place
        ) = 1 as is_best,
        bool_and(agrees or is_less_sure or is_repeated_total or is_misnamed) over (partition by key) as is_settled
    from repeated
),

unplaced as (
    select
        amount_id,
        case when is_settled and is_again then 'line_printed_again' else 'key_ambiguous' end as reason_code,
        case
            when is_settled and is_misnamed
                then 'the document prints this code again beside the name of another: the fact has the line it names'
            when is_settled and is_again
                then 'the document prints this line again: the fact has it from the other place'
            else 'the document prints this line again with another figure, and nothing says which of them it is'
        end as reason
    from decided
    where not (is_settled and is_best)
)

select
    a.* exclude (reason_code, reason),
    coalesce(a.reason_code, u.reason_code) as reason_code,
    coalesce(a.reason, u.reason) as reason
from {{ ref('int_judged_amount') }} as a
left join unplaced as u on a.amount_id = u.amount_id
