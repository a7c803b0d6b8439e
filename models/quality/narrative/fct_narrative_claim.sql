-- Amounts and shares that the explanations state of the forms, with where the forms print them, and what amounts are
-- compared with.
with sentences as (
    select
        s.*,
        p.bureau_id,
        p.fiscal_year,
        p.stage,
        p.scope,
        f.bureau_name
    from {{ ref('int_narrative_sentence') }} as s
    inner join {{ ref('dim_document') }} as p on s.document_id = p.document_id
    left join {{ ref('int_document_profile') }} as f on s.document_id = f.document_id
),

read as (
    select
        s.*,
        m.line_text,
        m.number_text,
        m.unit_text,
        m.claim_start,
        m.claim_end,
        m.amount_end,
        p.claim,
        p.pattern,
        p.name_zh,
        p.name_en,
        p.not_after,
        p.printed_as,
        p.whole,
        -- What was said before it, without what the year is compared with.
        regexp_replace(
            left(s.sentence, m.claim_end), '[比与较同](\d{4}年|上年|上一年|去年)[^,;。]*', '', 'g'
        ) as said,
        substr(s.sentence, m.claim_end + 1) as rest
    from {{ ref('int_narrative_match') }} as m
    inner join sentences as s on m.sentence_id = s.sentence_id
    inner join {{ ref('narrative_claims') }} as p
        on m.claim = p.claim and m.stage = p.stage and m.pattern = p.pattern
),

claims as (
    select
        *,
        coalesce({{ spoken_name('line_text') }}, '') as line,
        {{ to_number('number_text') }} as number,
        {{ half_digit('number_text') }} as number_half_digit,
        nullif(
            regexp_extract(
                case when left(sentence, claim_end) like '%占' then ',占' else '' end || rest,
                '^,占[^0-9%,;。]{0,14}(\d+(?:\.\d+)?)%', 1
            ), ''
        ) as share_text,
        -- Of another year than the document's, or of nobody knows which: no claim.
        list_filter(regexp_extract_all(said, '(20\d\d)年', 1), lambda year: cast(year as integer) != fiscal_year)
            as other_years,
        -- The body that the figure is said to be of, where it stands right before.
        regexp_extract(
            said,
            '(\p{Han}+(?:局|委员会|办公室|厅|中心|站|所|队|院|校|馆|园|社|库|台|团|会|部|处))'
            || '(?:\(\p{Han}+\))?,?(?:\d{4}年度?)?,?(?:部门|单位)?'
            || '[收支]\p{Han}*[^\p{Han}]*(?:万元|元)(?:,其中)?$', 1
        ) as said_body
    from read
),

own as (
    select * from claims
    where
        len(other_years) = 0 and fiscal_year is not null and number is not null
        and not regexp_matches(said, coalesce(not_after, '^$'))
        and (said_body = '' or contains(said_body, bureau_name) or contains(bureau_name, said_body))
    qualify row_number() over (partition by sentence_id, claim, line, claim_end order by claim_start desc, pattern) = 1
),

stated as (
    select
        {{ stable_key(['sentence_id', 'claim', 'line', 'claim_end']) }} as claim_id,
        own.* exclude (unit_text, number),
        own.unit_text,
        cast(number * u.yuan as decimal(20, 2)) as amount,
        cast(number_half_digit * u.yuan as decimal(20, 4)) as half_digit
    from own
    inner join {{ ref('units') }} as u on own.unit_text = u.unit_text
),

-- What an amount is compared with, where the amount itself is claimed of a form: known by that.
compared as (
    select
        {{ stable_key(['c.sentence_id', 'c.claim', 'c.claim_start']) }} as claim_id,
        c.*,
        n.name_zh,
        n.name_en,
        s.sentence,
        s.row_ids,
        s.row_offsets,
        s.page,
        s.bureau_id,
        s.scope,
        o.claim_id as of_claim_id,
        o.printed_as,
        coalesce(o.line_text, o.name_zh, nullif(c.line_text, '')) as claimed_line
    from {{ ref('int_narrative_comparison') }} as c
    inner join sentences as s on c.sentence_id = s.sentence_id
    inner join (
        select
            claim,
            min(name_zh) as name_zh,
            min(name_en) as name_en
        from {{ ref('narrative_changes') }}
        group by claim
    ) as n on c.claim = n.claim
    left join (
        select *
        from stated
        qualify row_number() over (partition by sentence_id, claim_end order by printed_as, claim_id) = 1
    ) as o on c.sentence_id = o.sentence_id and c.amount_end = o.claim_end
)

select
    claim_id,
    document_id,
    bureau_id,
    fiscal_year,
    stage,
    scope,
    claim,
    name_zh,
    name_en,
    line_text as claimed_line,
    amount,
    number_text as amount_text,
    unit_text,
    half_digit,
    case when whole is not null then cast(share_text as decimal(9, 4)) end as share,
    case when whole is not null then share_text end as share_text,
    sentence,
    cast(amount_end as integer) as amount_end,
    printed_as,
    whole,
    row_ids[len(list_filter(row_offsets, lambda start: start < claim_end))] as source_row_id,
    page
from stated
union all by name
select
    claim_id,
    document_id,
    bureau_id,
    fiscal_year,
    stage,
    scope,
    claim,
    name_zh,
    name_en,
    claimed_line,
    cast(amount as decimal(20, 2)) as amount,
    amount_text,
    unit_text,
    cast(half_digit as decimal(20, 4)) as half_digit,
    compared_with,
    cast(other_year as integer) as other_year,
    other_stage,
    cast(base as decimal(20, 2)) as base,
    base_text,
    cast(base_half_digit as decimal(20, 4)) as base_half_digit,
    cast(change as decimal(20, 2)) as change,
    change_text,
    cast(change_digit as decimal(20, 4)) as change_digit,
    cast(rate as decimal(20, 6)) as rate,
    rate_text,
    cast(rate_digit as decimal(20, 6)) as rate_digit,
    direction,
    of_claim_id,
    sentence,
    cast(amount_end as integer) as amount_end,
    printed_as,
    row_ids[len(list_filter(row_offsets, lambda start: start < claim_end))] as source_row_id,
    page
from compared
