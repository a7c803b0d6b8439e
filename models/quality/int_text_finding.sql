-- What the explanations say otherwise than the forms: evidence of a finding about the same figure, or a finding of
-- its own, one for each figure.
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
    where r.status = 'break'
),

-- Where the forms disagree among themselves, what the text says is evidence of that finding …
evident as (
    select
        a.finding_id,
        c.result_id,
        c.amount_text,
        c.share_text,
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
        list(c.result_id order by c.result_id) as result_ids,
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
    where c.result_id not in (select result_id from evident)
    group by c.document_id, c.statement, c.line_id, k.severity
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
        case
            when len(r.boxes) > 0
                then
                    [
                        list_min(list_transform(r.boxes, lambda box: box[1])),
                        list_min(list_transform(r.boxes, lambda box: box[2])),
                        list_max(list_transform(r.boxes, lambda box: box[3])),
                        list_max(list_transform(r.boxes, lambda box: box[4]))
                    ]
        end as bbox,
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
    left join (
        select
            row_id,
            page,
            table_number,
            row_number,
            list_filter(bboxes, lambda box: box is not null) as boxes
        from {{ ref('stg_row') }}
    ) as r on c.source_row_id = r.row_id
)

select * from texts
union all by name
select
    finding_id,
    'evidence' as kind,
    list(result_id order by result_id) as result_ids,
    min(amount_text) filter (where identity_id = 'narrative_amount') as amount_text
from evident
group by finding_id
