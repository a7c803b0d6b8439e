-- What the explanations say otherwise than the forms: evidence of a finding about the same figure, or a finding of
-- its own, one for each figure. What they say otherwise than they do elsewhere: one for each statement, unless its
-- amount is wrong already.
{{ config(schema='intermediate') }}
with claims as (
    select
        r.result_id,
        r.document_id,
        r.statement,
        r.identity_id,
        r.difference,
        r.left_amount,
        r.right_line_ids[1] as line_id,
        r.left_line_ids || r.right_line_ids as line_ids,
        c.name_zh || coalesce('（' || c.claimed_line || '）', '') as name_zh,
        c.name_en || coalesce(' (' || c.claimed_line || ')', '') as name_en,
        c.amount_text || ' ' || c.unit_text as amount_text,
        c.share_text,
        c.sentence,
        c.source_row_id
    from {{ ref('dq_identity_result') }} as r
    inner join {{ ref('fct_narrative_claim') }} as c
        on r.claim_id = c.claim_id
    where r.status = 'break' and c.compared_with is null
),

compared as (
    select
        r.result_id,
        r.document_id,
        r.statement,
        r.identity_id,
        r.left_amount,
        r.right_amount,
        r.difference,
        c.* exclude (document_id),
        a.result_id as amount_result_id
    from {{ ref('dq_identity_result') }} as r
    inner join {{ ref('fct_narrative_claim') }} as c on r.claim_id = c.claim_id
    left join {{ ref('dq_identity_result') }} as a
        on c.of_claim_id = a.claim_id and a.identity_id = 'narrative_amount' and a.status = 'break'
    where r.status = 'break' and c.compared_with is not null
),

-- Where the forms disagree among themselves, what the text says is evidence of that finding …
evident_amounts as (
    select
        a.finding_id,
        c.result_id,
        c.amount_text,
        c.identity_id
    from (
        select
            finding_id,
            unnest(list_distinct(line_ids || other_line_ids || [line_id])) as line_id
        from {{ ref('int_amount_finding') }}
    ) as a
    inner join (select *, unnest(line_ids) as cell_id from claims) as c on a.line_id = c.cell_id
    qualify row_number() over (partition by c.result_id order by a.finding_id) = 1
),

evident as (
    select * from evident_amounts
    union all by name
    select
        e.finding_id,
        c.result_id,
        c.identity_id
    from evident_amounts as e
    inner join compared as c on e.result_id = c.amount_result_id
),

-- … and else a finding of its own, one for each figure that the text has otherwise.
contradictions as (
    select
        {{ stable_key(["'text_contradicted'", 'c.document_id', 'c.statement', 'c.line_id']) }} as finding_id,
        'text_contradicted' as kind,
        k.severity,
        c.document_id,
        c.statement,
        min(c.source_row_id) as source_row_id,
        c.line_id,
        max_by(c.difference, abs(c.difference)) as difference,
        list(distinct c.result_id) || coalesce(list(distinct w.result_id) filter (where w.result_id is not null), [])
            as result_ids,
        arg_min(c.name_zh, (c.identity_id, c.result_id)) as name_zh,
        arg_min(c.name_en, (c.identity_id, c.result_id)) as name_en,
        arg_min(c.amount_text, (c.identity_id, c.result_id)) as claim_text,
        arg_min(
            case when c.identity_id = 'narrative_share' then c.share_text end, (c.identity_id, c.result_id)
        ) as share_text,
        min(c.identity_id) as identity_id,
        arg_min(c.left_amount, (c.identity_id, c.result_id)) as claimed,
        arg_min(right(c.sentence, 200), (c.identity_id, c.result_id)) as sentence
    from claims as c
    inner join {{ ref('finding_kinds') }} as k on k.kind = 'text_contradicted'
    left join compared as w on c.result_id = w.amount_result_id
    where c.result_id not in (select result_id from evident)
    group by c.document_id, c.statement, c.line_id, k.severity
),

places as (
    select
        row_id,
        page,
        table_number,
        row_number,
        case
            when len(boxes) > 0
                then
                    [
                        list_min(list_transform(boxes, lambda box: box[1])),
                        list_min(list_transform(boxes, lambda box: box[2])),
                        list_max(list_transform(boxes, lambda box: box[3])),
                        list_max(list_transform(boxes, lambda box: box[4]))
                    ]
        end as bbox
    from (
        select
            *,
            list_filter(bboxes, lambda box: box is not null) as boxes
        from {{ ref('stg_row') }}
        where
            row_id in (select source_row_id from contradictions) or row_id in (select source_row_id from compared)
    )
),

texts as (
    select
        c.finding_id,
        c.kind,
        c.severity,
        c.document_id,
        c.statement,
        c.source_row_id,
        r.page,
        r.table_number,
        r.row_number,
        r.bbox,
        l.name_text as line,
        l.measure,
        l.fund,
        l.amount,
        l.amount_text,
        l.unit_text,
        c.difference,
        l.method != 'read' as is_inferred,
        'text' as cause,
        true as is_certain,
        [c.line_id] as line_ids,
        c.result_ids,
        '文字说明“' || c.name_zh || '”' || case c.identity_id
            when 'narrative_amount' then '为 ' || c.claim_text
            else '占 ' || c.share_text || '%'
        end || '，《' || s.name_zh || '》列 ' || l.amount_text || coalesce(' ' || l.unit_text, '')
        || '。原文：“' || c.sentence || '”。' as finding_zh,
        'The explanations give ' || c.name_en || ' as ' || case c.identity_id
            when 'narrative_amount' then c.claim_text
            else c.share_text || ' % of the whole'
        end || ', the form "' || s.name_en || '" prints ' || l.amount_text || coalesce(' ' || l.unit_text, '')
        || '.' as finding_en
    from contradictions as c
    inner join {{ ref('fct_budget_line') }} as l on c.line_id = l.line_id
    inner join {{ ref('statements') }} as s on c.statement = s.statement
    left join places as r on c.source_row_id = r.row_id
),

-- What is wrong with a statement, in its own figures.
worded as (
    select
        *,
        case direction when 'up' then '增加 ' when 'down' then '减少 ' else '' end || change_text as change_zh,
        case direction when 'up' then 'an increase of ' when 'down' then 'a decrease of ' else '' end || change_text
            as change_en,
        case
            when base = 0 then '，而比较数为 0'
            else '，按所写金额约为 ' || rate_meant
        end as meant_zh,
        case
            when base = 0 then ', but there was nothing before'
            else '; by these amounts it is about ' || rate_meant
        end as meant_en
    from (
        select
            *,
            case
                when identity_id in ('narrative_change_rate', 'narrative_completion', 'narrative_share_of_text')
                    then
                        cast(
                            100 * abs(right_amount / nullif(coalesce(base, left_amount / nullif(rate, 0)), 0))
                            as decimal(20, 2)
                        ) || ' %'
            end as rate_meant
        from compared
    )
    where result_id not in (select result_id from evident) and amount_result_id is null
),

details as (
    select
        *,
        case identity_id
            when 'narrative_change_rate'
                then concat_ws('，', change_zh, '比较数 ' || base_text, '增减率写为 ' || rate_text) || meant_zh
            when 'narrative_completion'
                then concat_ws('，', '预算 ' || base_text, '完成率写为 ' || rate_text) || meant_zh
            when 'narrative_share_of_text' then '占 ' || base_text || '的比例写为 ' || rate_text || meant_zh
            when 'narrative_change_amount'
                then
                    '写为' || coalesce(change_zh, '持平') || '，与' || coalesce(
                        '比较数 ' || base_text,
                        case compared_with when 'year_before' then '上年' else '年初预算' end || '公开的 '
                        || (amount - left_amount) || ' 元'
                    ) || '相差 ' || left_amount || ' 元'
            when 'narrative_base'
                then '比较数写为 ' || base_text || '，公开的是 ' || right_amount || ' 元'
            else
                '写为' || case direction when 'up' then '大于' when 'down' then '小于' else '等于' end || '预算数'
                || coalesce(' ' || base_text, '') || '，与金额不符'
        end as detail_zh,
        case identity_id
            when 'narrative_change_rate'
                then
                    concat_ws(', ', change_en, 'from ' || base_text, 'said to be a change of ' || rate_text) || meant_en
            when 'narrative_completion'
                then 'said to be ' || rate_text || ' of the budget' || coalesce(' of ' || base_text, '') || meant_en
            when 'narrative_share_of_text' then 'said to be ' || rate_text || ' of ' || base_text || meant_en
            when 'narrative_change_amount'
                then
                    'said to be ' || coalesce(change_en, 'no change') || ', but it differs by ' || left_amount
                    || ' yuan from ' || coalesce(
                        base_text,
                        (amount - left_amount) || ' yuan, as published in '
                        || case compared_with when 'year_before' then 'the year before' else 'the budget' end
                    )
            when 'narrative_base'
                then 'compared with ' || base_text || ', which was published as ' || right_amount || ' yuan'
            else
                'said to be ' || case direction
                    when 'up' then 'more than' when 'down' then 'less than' else 'as much as'
                end || ' the budget' || coalesce(' of ' || base_text, '') || ', which the amounts contradict'
        end as detail_en
    from worded
),

-- One for each amount; where it is printed more than once, with what is first.
inconsistent as (
    select
        {{ stable_key(["'text_inconsistent'", 'document_id', 'claimed_line', 'amount_text']) }} as finding_id,
        document_id,
        min(statement) as statement,
        min(source_row_id) as source_row_id,
        any_value(claimed_line) as line,
        min(amount) as amount,
        amount_text,
        min(unit_text) as unit_text,
        max_by(difference, abs(difference)) as difference,
        list(result_id order by result_id) as result_ids,
        string_agg(distinct detail_zh, '；' order by detail_zh) as finding_zh,
        string_agg(distinct detail_en, '; ' order by detail_en) as finding_en,
        -- What stands around the amount.
        arg_min(
            case
                when length(sentence) <= 160 then sentence
                else '…' || substr(sentence, greatest(1, instr(sentence, amount_text) - 30), 160) || '…'
            end,
            result_id
        ) as sentence
    from details
    group by document_id, claimed_line, amount_text
)

select * from texts
union all by name
select
    i.* exclude (finding_zh, finding_en, sentence),
    'text_inconsistent' as kind,
    k.severity,
    r.page,
    r.table_number,
    r.row_number,
    r.bbox,
    false as is_inferred,
    'text' as cause,
    true as is_certain,
    [] as line_ids,
    '文字说明' || coalesce('“' || i.line || '”', '') || '为 ' || i.amount_text || ' ' || i.unit_text || '，'
    || i.finding_zh || '。原文：“' || i.sentence || '”。' as finding_zh,
    'The explanations give ' || coalesce('"' || i.line || '" as ', '') || i.amount_text || ' ' || i.unit_text || ', '
    || i.finding_en || '.' as finding_en
from inconsistent as i
inner join {{ ref('finding_kinds') }} as k on k.kind = 'text_inconsistent'
left join places as r on i.source_row_id = r.row_id
union all by name
select
    finding_id,
    'evidence' as kind,
    list(result_id order by result_id) as result_ids,
    min(amount_text) filter (where identity_id = 'narrative_amount') as amount_text
from evident
group by finding_id
