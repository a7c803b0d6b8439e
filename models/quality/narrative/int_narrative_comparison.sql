-- What the explanations compare amounts with, in yuan: of the amounts that may be meant those that agree, else the
-- likeliest. What rounding explains is said by the printed digits: half of the last one of an amount, a whole one of
-- a change or a rate, which are made of rounded figures as often as of exact ones, and cut as often as rounded.
{{ config(schema='intermediate') }}
with said as (
    select
        c.* exclude (number_text, unit_text, base_text, base_unit, change_text, change_unit, rate_text, rate_unit),
        s.document_id,
        d.fiscal_year,
        d.stage,
        c.number_text as amount_text,
        c.unit_text,
        c.base_text || ' ' || c.base_unit as base_text,
        c.change_text || ' ' || c.change_unit as change_text,
        c.rate_text || case c.rate_unit when '%' then ' %' else ' ' || c.rate_unit end as rate_text,
        {{ to_number('c.number_text') }} * a.yuan as amount,
        {{ half_digit('c.number_text') }} * a.yuan as half_digit,
        {{ to_number('c.base_text') }} * b.yuan as stated_base,
        {{ half_digit('c.base_text') }} * b.yuan as stated_base_half_digit,
        case c.direction
            when 'level' then 0
            else {{ to_number('c.change_text') }} * h.yuan * case c.direction when 'down' then -1 else 1 end
        end as change,
        case c.direction
            when 'level' then 0 else 2 * {{ half_digit('c.change_text') }} * h.yuan
        end as change_digit,
        {{ to_number('c.rate_text') }} * case c.rate_unit when '%' then 0.01 else 1 end
        * case coalesce(c.rate_direction, c.direction) when 'down' then -1 else 1 end as rate,
        2 * {{ half_digit('c.rate_text') }} * case c.rate_unit when '%' then 0.01 else 1 end as rate_digit
    from {{ ref('int_narrative_change') }} as c
    inner join {{ ref('int_narrative_sentence') }} as s on c.sentence_id = s.sentence_id
    inner join {{ ref('dim_document') }} as d on s.document_id = d.document_id
    inner join {{ ref('units') }} as a on c.unit_text = a.unit_text
    left join {{ ref('units') }} as b on c.base_unit = b.unit_text
    left join {{ ref('units') }} as h on c.change_unit = h.unit_text
),

based as (
    select
        *,
        coalesce(stated_base, case when claim = 'change' then amount - change end) as base,
        coalesce(stated_base_half_digit, half_digit + change_digit / 2) as base_half_digit
    from said
    where stage is not null and amount is not null
),

judged as (
    select
        *,
        case
            when claim in ('completion', 'share') and base <= 0 then rate in (0, 1)
            when claim in ('completion', 'share')
                then abs(rate * base - amount) <= rate * base_half_digit + base * rate_digit + half_digit
            when claim = 'comparison' and direction = 'up' then amount > base
            when claim = 'comparison' and direction = 'down' then amount < base
            when claim = 'comparison' then abs(amount - base) <= half_digit + base_half_digit
            else
                coalesce(
                    (base <= 0 and abs(rate) in (0, 1))
                    or abs(rate * base - coalesce(change, amount - base))
                    <= abs(rate) * base_half_digit + abs(base) * rate_digit + coalesce(change_digit, half_digit),
                    true
                )
                and coalesce(
                    abs(amount - stated_base - change) <= half_digit + stated_base_half_digit + change_digit, true
                )
        end as agrees
    from based
)

-- Where it isn't clear what is meant, that it doesn't agree says nothing.
select * exclude (preference, agrees, is_clear)
from judged
where is_clear or coalesce(agrees, true)
qualify
    row_number() over (
        partition by sentence_id, claim, claim_start
        order by coalesce(agrees, false) desc, preference
    ) = 1
