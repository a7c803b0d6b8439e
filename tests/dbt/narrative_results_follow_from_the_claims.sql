-- Recomputes what the text says, and how far rounding goes, from the claim and the lines that are listed: the amount,
-- or the share of the whole (the left line); the right line is what the forms print.
with lines as (
    select
        line_id,
        amount,
        0.5 * u.yuan / pow(10, length(regexp_extract(l.amount_text, '[.．](\d+)', 1))) as half_digit
    from {{ ref('fct_budget_line') }} as l
    inner join {{ ref('units') }} as u on l.unit_text = u.unit_text
),

recomputed as (
    select
        r.*,
        case r.identity_id
            when 'narrative_amount' then c.amount
            else cast(c.share * w.amount / 100 as decimal(20, 2))
        end as claimed,
        p.amount as printed,
        cast(
            case
                when p.amount is null then c.half_digit
                when r.identity_id = 'narrative_amount' then c.half_digit + p.half_digit
                else
                    c.share * w.half_digit / 100 + p.half_digit
                    + abs(w.amount) / pow(10, 2 + length(regexp_extract(c.share_text, '\.(\d+)', 1)))
            end as decimal(20, 4)
        ) as explained
    from {{ ref('dq_identity_result') }} as r
    left join {{ ref('fct_narrative_claim') }} as c on r.claim_id = c.claim_id
    left join lines as p on r.right_line_ids[1] = p.line_id
    left join lines as w on r.left_line_ids[1] = w.line_id
    where r.family = 'narrative'
)

select
    result_id,
    identity_id,
    left_amount,
    claimed,
    right_amount,
    printed,
    tolerance,
    explained,
    status
from recomputed
where
    left_amount is distinct from claimed
    or right_amount is distinct from printed
    or abs(tolerance - explained) > 0.01 or explained is null
    or status is distinct from case
        -- A form that wasn't wholly placed is not compared.
        when printed is null or (document_id, statement) in (
            select (document_id, statement) from {{ ref('dq_unplaced_amount') }}
        ) and status = 'not_evaluable' then 'not_evaluable'
        when claimed = printed then 'pass'
        when abs(claimed - printed) <= explained then 'rounding'
        else 'break'
    end
