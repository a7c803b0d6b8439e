-- depends_on: {{ ref('int_set_aside') }}
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
        {{ quoted('c.sentence', 'c.amount_end') }} as quote,
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
        arg_min(c.source_row_id, (c.identity_id, c.result_id)) as source_row_id,
        c.line_id,
        arg_max(c.difference, (abs(c.difference), c.result_id)) as difference,
        list(distinct c.result_id order by c.result_id)
        || coalesce(list(distinct w.result_id order by w.result_id) filter (where w.result_id is not null), [])
            as result_ids,
        arg_min(c.name_zh, (c.identity_id, c.result_id)) as name_zh,
        arg_min(c.name_en, (c.identity_id, c.result_id)) as name_en,
        arg_min(c.amount_text, (c.identity_id, c.result_id)) as claim_text,
        arg_min(
            case when c.identity_id = 'narrative_share' then c.share_text end, (c.identity_id, c.result_id)
        ) as share_text,
        min(c.identity_id) as identity_id,
        arg_min(c.left_amount, (c.identity_id, c.result_id)) as claimed,
        arg_min(c.quote, (c.identity_id, c.result_id)) as quote
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
        case c.identity_id when 'narrative_amount' then c.identity_id else 'narrative_share' end as variant,
        {{ places(
            name_zh='c.name_zh', name_en='c.name_en', claimed='c.claim_text', share='c.share_text',
            form_zh='s.name_zh', form_en='s.name_en',
            printed="l.amount_text || coalesce(' ' || l.unit_text, '')", sentence='c.quote'
        ) }} as places
    from contradictions as c
    inner join {{ ref('int_budget_line') }} as l on c.line_id = l.line_id
    inner join {{ ref('statements') }} as s on c.statement = s.statement
    left join places as r on c.source_row_id = r.row_id
),

-- What is wrong with a statement, in its own figures.
worded as (
    select
        *,
        {{ places(
            increase="case when direction = 'up' then change_text end",
            decrease="case when direction = 'down' then change_text end",
            change="case when coalesce(direction, '') not in ('up', 'down') then change_text end",
            level='case when change_text is null then true end', base='base_text', rate='rate_text',
            nothing_before='case when base = 0 then true end', rate_meant='rate_meant',
            year_before="case when base_text is null and compared_with = 'year_before' then amount - left_amount end",
            budget="case when base_text is null and compared_with != 'year_before' then amount - left_amount end",
            left='left_amount', right='right_amount'
        ) }} as places
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
        w.*,
        {{ filled('t.text_zh', 'w.places') }} as detail_zh,
        {{ filled('t.text_en', 'w.places') }} as detail_en
    from worded as w
    left join {{ ref('finding_texts') }} as t on t.kind = 'text_inconsistent' and w.identity_id = t.variant
),

-- One for each amount; where it is printed more than once, with what is first.
inconsistent as (
    select
        {{ stable_key(["'text_inconsistent'", 'document_id', 'claimed_line', 'amount_text']) }} as finding_id,
        document_id,
        min(statement) as statement,
        arg_min(source_row_id, result_id) as source_row_id,
        claimed_line as line,
        min(amount) as amount,
        amount_text,
        min(unit_text) as unit_text,
        arg_max(difference, (abs(difference), result_id)) as difference,
        list(result_id order by result_id) as result_ids,
        string_agg(distinct detail_zh, '；' order by detail_zh) as details_zh,
        string_agg(distinct detail_en, '; ' order by detail_en) as details_en,
        arg_min({{ quoted('sentence', 'amount_end') }}, result_id) as quote
    from details
    group by document_id, claimed_line, amount_text
),

inconsistencies as (
    select
        i.* exclude (details_zh, details_en, quote),
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
        'text' as variant,
        {{ places(
            line='i.line', printed="i.amount_text || ' ' || i.unit_text", details_zh='i.details_zh',
            details_en='i.details_en', sentence='i.quote'
        ) }} as places
    from inconsistent as i
    inner join {{ ref('finding_kinds') }} as k on k.kind = 'text_inconsistent'
    left join places as r on i.source_row_id = r.row_id
),

evidences as (
    select
        finding_id,
        'evidence' as kind,
        list(result_id order by result_id) as result_ids,
        'text' as variant,
        {{ places(claimed="min(amount_text) filter (where identity_id = 'narrative_amount')") }} as places
    from evident
    group by finding_id
),

found as (
    select * from texts
    union all by name
    select * from inconsistencies
    union all by name
    select * from evidences
)

select
    f.* exclude (variant, places),
    {{ filled('t.text_zh', 'f.places') }} as finding_zh,
    {{ filled('t.text_en', 'f.places') }} as finding_en
from found as f
left join {{ ref('finding_texts') }} as t on f.kind = t.kind and f.variant = t.variant
