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
    where r.identity_id in ('narrative_amount', 'narrative_share')
)

select
    document_id,
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

union all

-- What the text says of its own figures, wherever nothing but the sentence is in it.
select
    document_id,
    result_id,
    identity_id,
    left_amount,
    claimed,
    right_amount,
    printed,
    tolerance,
    explained,
    status
from (
    select
        r.*,
        cast(
            case
                when r.identity_id in ('narrative_change_rate', 'narrative_completion', 'narrative_share_of_text')
                    then c.rate * c.base
                when r.identity_id = 'narrative_change_amount' then c.amount - c.base
                else c.amount
            end as decimal(20, 2)
        ) as claimed,
        cast(
            case
                when r.identity_id in ('narrative_completion', 'narrative_share_of_text') then c.amount
                when starts_with(r.identity_id, 'narrative_change') then coalesce(c.change, c.amount - c.base)
                else c.base
            end as decimal(20, 2)
        ) as printed,
        cast(
            case
                when r.identity_id in ('narrative_change_rate', 'narrative_completion', 'narrative_share_of_text')
                    then
                        abs(c.rate) * c.base_half_digit + abs(c.base) * c.rate_digit
                        + case
                            when c.claim in ('completion', 'share') then c.half_digit
                            else coalesce(c.change_digit, c.half_digit + c.base_half_digit)
                        end
                else c.half_digit + c.base_half_digit + coalesce(c.change_digit, 0)
            end as decimal(20, 4)
        ) as explained
    from {{ ref('dq_identity_result') }} as r
    inner join {{ ref('fct_narrative_claim') }} as c on r.claim_id = c.claim_id
    where
        c.compared_with is not null and r.identity_id != 'narrative_base' and r.status != 'not_evaluable'
        and len(r.left_line_ids) + len(r.right_line_ids) = 0
)
where
    abs(left_amount - claimed) > 0.01 or abs(right_amount - printed) > 0.01 or abs(tolerance - explained) > 0.01
    or status is distinct from case
        when relation = '=' and left_amount = right_amount then 'pass'
        when relation = '≥' and left_amount >= right_amount then 'pass'
        when relation = '≤' and left_amount <= right_amount then 'pass'
        when relation = '=' and abs(left_amount - right_amount) <= tolerance then 'rounding'
        when relation = '≥' and right_amount - left_amount <= tolerance then 'rounding'
        when relation = '≤' and left_amount - right_amount <= tolerance then 'rounding'
        else 'break'
    end
