-- Recomputes both sides, the difference, the tolerance and the status of each identity from the fact rows
-- that it lists: an analyst who follows the ids back to the page must find the same sums.
with sides as (
    select
        result_id,
        identity_id,
        'left' as side,
        unnest(left_line_ids) as line_id
    from {{ ref('dq_identity_result') }}
    union all
    select
        result_id,
        identity_id,
        'right' as side,
        unnest(right_line_ids) as line_id
    from {{ ref('dq_identity_result') }}
),

subtracted as (
    select
        identity_id,
        side,
        selector
    from {{ ref('identity_terms') }}
    where weight < 0
),

operands as (
    select
        s.result_id,
        s.side,
        l.amount * (case when t.identity_id is not null then -1 else 1 end) as amount,
        0.5 * (
            case coalesce(l.unit_text, 'a number of things')
                when 'a number of things' then 0
                when '百元' then 100
                when '千元' then 1000
                when '万元' then 10000
                when '百万元' then 1000000
                when '亿元' then 100000000
                else 1
            end
        ) / pow(10, length(regexp_extract(l.amount_text, '[.．]([\d０-９]+)', 1))) as half_digit
    from sides as s
    left join {{ ref('int_budget_line') }} as l on s.line_id = l.line_id
    left join subtracted as t
        on
            s.identity_id = t.identity_id
            and s.side = t.side
            and t.selector in ('measure:' || l.measure, 'item:' || l.item, 'fund:' || l.fund)
),

recomputed as (
    select
        result_id,
        sum(amount) filter (where side = 'left') as left_amount,
        sum(amount) filter (where side = 'right') as right_amount,
        cast(sum(half_digit) as decimal(20, 4)) as tolerance,
        count(*) filter (where amount is null) as unknown_lines
    from operands
    group by result_id
),

compared as (
    select
        r.*,
        c.left_amount as left_of_lines,
        c.right_amount as right_of_lines,
        c.tolerance as tolerance_of_lines,
        c.unknown_lines,
        -- How far the relation is from holding: 0 where it holds.
        case r.relation
            when '=' then abs(c.left_amount - c.right_amount)
            when '≥' then greatest(c.right_amount - c.left_amount, 0)
            when '≤' then greatest(c.left_amount - c.right_amount, 0)
        end as distance
    from {{ ref('dq_identity_result') }} as r
    left join recomputed as c on r.result_id = c.result_id
    -- Their left side is what the text says (narrative_results_follow_from_the_claims).
    where r.family != 'narrative'
),

faults as (
    select
        *,
        list_filter(
            [
                case when unknown_lines > 0 or unknown_lines is null then 'lines' end,
                case when left_amount is distinct from left_of_lines then 'left_amount' end,
                case when right_amount is distinct from right_of_lines then 'right_amount' end,
                case when difference is distinct from left_amount - right_amount then 'difference' end,
                case when tolerance is distinct from tolerance_of_lines or tolerance < 0 then 'tolerance' end,
                case
                    when
                        status != 'not_evaluable'
                        and status is distinct from case
                            when distance = 0 then 'pass'
                            when distance <= tolerance_of_lines then 'rounding'
                            when distance > tolerance_of_lines then 'break'
                        end
                        then 'status'
                end,
                case
                    when status = 'not_evaluable' and not regexp_matches(message, '无法核对：.+')
                        then 'message'
                end
            ],
            lambda fault: fault is not null
        ) as fault
    from compared
)

select
    document_id,
    statement,
    line,
    measure,
    identity_id,
    status,
    relation,
    left_amount,
    left_of_lines,
    right_amount,
    right_of_lines,
    tolerance,
    tolerance_of_lines,
    fault,
    result_id
from faults
where len(fault) > 0
