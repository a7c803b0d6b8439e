-- What the explanations compare amounts with, as operands of the narrative identities: the figures of the sentence
-- itself and, where the amount is one that a form prints, what the same line has in the form's own column of the
-- budget, in the budget or in the year before. Where that document isn't in the warehouse: which one it is.
{{ config(schema='intermediate') }}
with claims as (
    select
        *,
        concat_ws('：', name_zh, claimed_line) as line_name,
        base_text is not null as is_stated,
        case
            when
                compared_with = 'year_before' and coalesce(other_year, fiscal_year - 1) = fiscal_year - 1
                and coalesce(other_stage, stage) = stage
                then case stage when 'final' then 'year_before' else 'budget_before' end
            when compared_with = 'initial_budget' and stage = 'final' then 'budget'
        end as pairing
    from {{ ref('fct_narrative_claim') }}
    where compared_with is not null
),

-- The line of the form that the amount is claimed of.
lines as (
    select
        c.claim_id,
        o.document_id,
        o.statement,
        o.line_key,
        o.measure,
        o.fund,
        c.compared_with,
        c.pairing,
        c.stage
    from claims as c
    inner join {{ ref('int_narrative_operand') }} as p
        on c.of_claim_id = p.group_key and p.identity_id = 'narrative_amount' and p.term_side = 'right'
    inner join {{ ref('int_operand') }} as o on p.line_id = o.line_id
    where not list_contains(o.tags, 'kind:detail')
),

others as (
    select
        claim_id,
        document_id as other_document_id,
        compared_with as basis,
        null as missing_zh,
        1 as preference
    from lines
    where compared_with in ('initial_budget', 'budget')
    union all
    select
        l.claim_id,
        p.other_document_id,
        case l.pairing when 'year_before' then 'final' else 'budget' end as basis,
        p.missing_zh,
        2 as preference
    from lines as l
    inner join {{ ref('int_document_pair') }} as p on l.document_id = p.document_id and l.pairing = p.pairing
),

printed as (
    select
        h.claim_id,
        min(o.line_id) as line_id,
        min(o.amount) as amount,
        min(o.half_digit) as half_digit
    from others as h
    inner join lines as l on h.claim_id = l.claim_id
    inner join {{ ref('int_operand') }} as o
        on
            h.other_document_id = o.document_id and h.basis = o.value_basis and l.statement = o.statement
            and l.line_key = o.line_key and l.measure = o.measure and l.fund = o.fund
    group by h.claim_id, h.preference
    having count(distinct o.amount) = 1
    qualify row_number() over (partition by h.claim_id order by h.preference) = 1
),

missing as (
    select
        claim_id,
        max(missing_zh) as missing_zh
    from others
    where claim_id not in (select claim_id from printed)
    group by claim_id
),

-- What is to be compared with: as the sentence says or implies it, else as it is printed.
bases as (
    select
        c.claim_id,
        null as line_id,
        c.base as amount,
        c.base_half_digit as half_digit
    from claims as c
    where c.base is not null
    union all by name
    select p.*
    from printed as p
    inner join claims as c on p.claim_id = c.claim_id
    where c.base is null
),

-- From nothing, all that there is is called 100 % more.
rates as (
    select
        c.*,
        case c.claim
            when 'completion' then 'narrative_completion'
            when 'share' then 'narrative_share_of_text'
            else 'narrative_change_rate'
        end as rate_identity_id,
        coalesce(b.amount <= 0 and abs(c.rate) in (0, 1), false) as is_from_nothing
    from claims as c
    left join bases as b on c.claim_id = b.claim_id
    where c.rate is not null
),

changes as (
    select
        *,
        change is null as is_whole
    from claims
    where claim = 'change'
),

sides as (
    -- What a rate is of, and what the rate's own rounding explains.
    select
        c.rate_identity_id as identity_id,
        'left' as term_side,
        cast(c.rate as decimal(12, 6)) as weight,
        c.claim_id,
        b.line_id,
        case when not c.is_from_nothing then b.amount end as amount,
        b.half_digit,
        case when c.is_from_nothing then '比较的基数不是正数' when b.amount is null then m.missing_zh end as missing_zh
    from rates as c
    left join bases as b on c.claim_id = b.claim_id
    left join missing as m on c.claim_id = m.claim_id
    where (b.amount is not null or m.missing_zh is not null)
    union all by name
    select
        c.rate_identity_id as identity_id,
        'left' as term_side,
        1 as weight,
        c.claim_id,
        0 as amount,
        abs(b.amount) * c.rate_digit as half_digit
    from rates as c
    inner join bases as b on c.claim_id = b.claim_id
    where not c.is_from_nothing
    union all by name
    select
        c.rate_identity_id as identity_id,
        'right' as term_side,
        1 as weight,
        c.claim_id,
        coalesce(c.change, c.amount) as amount,
        coalesce(c.change_digit, c.half_digit) as half_digit
    from rates as c
    union all by name
    -- A change that the sentence doesn't name is what lies between.
    select
        'narrative_change_rate' as identity_id,
        'right' as term_side,
        -1 as weight,
        c.claim_id,
        b.line_id,
        b.amount,
        b.half_digit
    from changes as c
    inner join bases as b on c.claim_id = b.claim_id
    where c.rate is not null and c.is_whole
    union all by name
    -- An amount, less what it is compared with: not where that is only implied.
    select
        'narrative_change_amount' as identity_id,
        'left' as term_side,
        1 as weight,
        claim_id,
        amount,
        half_digit
    from changes
    where not is_whole
    union all by name
    select
        'narrative_change_amount' as identity_id,
        'right' as term_side,
        1 as weight,
        c.claim_id,
        case when c.is_stated or p.line_id is not null then c.change end as amount,
        c.change_digit as half_digit,
        m.missing_zh
    from changes as c
    left join printed as p on c.claim_id = p.claim_id
    left join missing as m on c.claim_id = m.claim_id
    where not c.is_whole
    union all by name
    select
        'narrative_change_amount' as identity_id,
        'left' as term_side,
        -1 as weight,
        c.claim_id,
        case when not c.is_stated then p.line_id end as line_id,
        case when c.is_stated then c.base else p.amount end as amount,
        case when c.is_stated then c.base_half_digit else p.half_digit end as half_digit
    from changes as c
    left join printed as p on c.claim_id = p.claim_id
    where not c.is_whole and (c.is_stated or p.line_id is not null)
    union all by name
    -- What the sentence says of another column or document.
    select
        'narrative_base' as identity_id,
        'left' as term_side,
        1 as weight,
        claim_id,
        base as amount,
        base_half_digit as half_digit
    from claims
    where is_stated and claim in ('change', 'completion')
    union all by name
    select
        'narrative_base' as identity_id,
        'right' as term_side,
        1 as weight,
        c.claim_id,
        p.line_id,
        p.amount,
        p.half_digit,
        m.missing_zh
    from claims as c
    left join printed as p on c.claim_id = p.claim_id
    left join missing as m on c.claim_id = m.claim_id
    where c.is_stated and c.claim in ('change', 'completion')
    union all by name
    select
        'narrative_' || case c.direction when 'up' then 'above' when 'down' then 'below' else 'level' end || '_budget'
            as identity_id,
        'left' as term_side,
        1 as weight,
        c.claim_id,
        c.amount,
        c.half_digit
    from claims as c
    where c.claim = 'comparison'
    union all by name
    select
        'narrative_' || case c.direction when 'up' then 'above' when 'down' then 'below' else 'level' end || '_budget'
            as identity_id,
        'right' as term_side,
        1 as weight,
        c.claim_id,
        b.line_id,
        b.amount,
        b.half_digit
    from claims as c
    inner join bases as b on c.claim_id = b.claim_id
    where c.claim = 'comparison'
),

-- Nothing to compare with, and no document that would have it: no claim of anything.
comparable as (
    select
        identity_id,
        claim_id
    from sides
    group by all
    having
        count(distinct term_side) = 2
        and (count(missing_zh) > 0 or count(amount) filter (where term_side = 'left') > 0)
        and (count(missing_zh) > 0 or count(amount) filter (where term_side = 'right') > 0)
)

select
    s.identity_id,
    'narrative' as scope,
    s.term_side,
    case s.term_side when 'left' then 'claim' else 'printed' end as selector,
    s.weight,
    s.line_id,
    c.document_id,
    l.statement,
    o.form_id,
    o.source_row_id,
    c.line_name as line_key,
    c.line_name,
    l.measure,
    l.fund,
    c.stage as value_basis,
    cast(s.amount as decimal(20, 2)) as amount,
    cast(s.half_digit as decimal(24, 8)) as half_digit,
    s.claim_id as group_key,
    s.missing_zh
from sides as s
inner join comparable as k on s.identity_id = k.identity_id and s.claim_id = k.claim_id
inner join claims as c on s.claim_id = c.claim_id
left join lines as l on s.claim_id = l.claim_id
left join {{ ref('int_operand') }} as o on s.line_id = o.line_id
