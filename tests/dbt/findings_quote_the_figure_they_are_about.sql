-- Each finding about the explanations against the claim that it names: what it quotes holds the claim's figure, and
-- is of the row that it points at.
with said as (
    select
        f.finding_id,
        f.document_id,
        f.source_row_id,
        f.finding_zh,
        regexp_extract(f.finding_zh, '原文：“(.*)”', 1) as quote,
        unnest(f.result_ids) as result_id
    from {{ ref('fct_finding') }} as f
    where f.cause = 'text'
),

claimed as (
    select
        s.finding_id,
        s.document_id,
        s.finding_zh,
        bool_or(contains(s.quote, c.amount_text) and s.source_row_id = c.source_row_id) as is_quoted
    from said as s
    inner join {{ ref('dq_identity_result') }} as r on s.result_id = r.result_id
    inner join {{ ref('fct_narrative_claim') }} as c on r.claim_id = c.claim_id
    group by all
)

select * from claimed
where not is_quoted
