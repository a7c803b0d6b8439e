-- What the explanations claim, against what the forms print: the operands of the narrative identities.
{{ config(schema='intermediate') }}
with claims as (
    select
        claim_id,
        document_id,
        stage,
        claimed_line as line,
        concat_ws('：', name_zh, claimed_line) as line_name,
        amount,
        half_digit,
        share / 100 as share,
        -- Shares are cut, or made to add up to 100 %: a whole unit of the last digit, not half of it.
        pow(10, -2 - length(regexp_extract(share_text, '\.(\d+)', 1))) as share_digit,
        string_split(printed_as, '|') as printed_as,
        string_split(whole, '|') as whole
    from {{ ref('fct_narrative_claim') }}
),

wanted as (
    select
        *,
        split_part(place, '.', 1) as statement,
        string_split(regexp_replace(place, '^[^.]*\.', ''), '&') as words
    from (
        select
            claim_id,
            document_id,
            stage,
            line,
            'part' as role,
            unnest(printed_as) as place,
            unnest(range(1, len(printed_as) + 1)) as preference
        from claims
        union all
        select
            claim_id,
            document_id,
            stage,
            null as line,
            'whole' as role,
            unnest(whole) as place,
            unnest(range(1, len(whole) + 1)) as preference
        from claims
        where share is not null
    )
),

candidates as (
    select
        w.claim_id,
        w.role,
        w.preference,
        count(distinct o.amount) as amounts,
        min(o.line_id) as line_id,
        min(o.amount) as amount,
        min(o.half_digit) as half_digit
    from wanted as w
    inner join {{ ref('int_operand') }} as o on w.document_id = o.document_id and w.statement = o.statement
    where
        list_has_all(o.tags, w.words)
        and (o.value_basis = w.stage or contains(w.place, 'basis:'))
        and (
            w.line is null
            or {{ spoken_name(compact('o.name_text')) }} = {{ spoken_name('w.line') }}
        )
    group by w.claim_id, w.role, w.preference
),

-- Of forms that may be meant, the first that agrees with the text, else the first; lines of one name with several
-- figures say nothing.
parts as (
    select
        c.claim_id,
        arg_min(c.line_id, (abs(c.amount - t.amount) > c.half_digit + t.half_digit, c.preference, c.line_id)) as line_id
    from candidates as c
    inner join claims as t on c.claim_id = t.claim_id
    where c.role = 'part' and c.amounts = 1
    group by c.claim_id
),

wholes as (
    select
        c.claim_id,
        arg_min(
            c.line_id,
            (
                abs(t.share * c.amount - p.amount)
                > t.share * c.half_digit + abs(c.amount) * t.share_digit + p.half_digit,
                c.preference, c.line_id
            )
        ) as line_id
    from candidates as c
    inner join claims as t on c.claim_id = t.claim_id
    inner join parts as f on c.claim_id = f.claim_id
    inner join {{ ref('int_operand') }} as p on f.line_id = p.line_id
    where c.role = 'whole' and c.amounts = 1
    group by c.claim_id
),

found as (
    select
        c.claim_id,
        c.role,
        o.*
    from (
        select claim_id, 'part' as role, line_id from parts
        union all
        select claim_id, 'whole' as role, line_id from wholes
    ) as c
    inner join {{ ref('int_operand') }} as o on c.line_id = o.line_id
),

pairs as (
    select
        c.*,
        p.statement,
        p.value_basis,
        p.fund,
        p.measure
    from claims as c
    inner join found as p on c.claim_id = p.claim_id and p.role = 'part'
),

-- A claim of a figure that no form prints can't be compared.
unprinted as (
    select
        c.*,
        split_part(c.printed_as[1], '.', 1) as statement,
        c.stage as value_basis
    from claims as c
    where
        c.line is null and c.amount != 0
        and c.claim_id not in (select claim_id from candidates where role = 'part')
),

sides as (
    select
        'narrative_amount' as identity_id,
        'left' as term_side,
        1 as weight,
        null as line_id,
        claim_id,
        statement,
        value_basis,
        fund,
        measure,
        line_name,
        amount,
        half_digit
    from pairs
    union all by name
    select
        'narrative_amount' as identity_id,
        'left' as term_side,
        1 as weight,
        claim_id,
        statement,
        value_basis,
        line_name,
        amount,
        half_digit
    from unprinted
    union all by name
    select
        'narrative_share' as identity_id,
        'left' as term_side,
        cast(p.share as decimal(12, 6)) as weight,
        w.line_id,
        p.claim_id,
        p.statement,
        p.value_basis,
        p.fund,
        p.measure,
        p.line_name,
        w.amount,
        w.half_digit
    from pairs as p
    inner join found as w on p.claim_id = w.claim_id and w.role = 'whole'
    union all by name
    -- What the rounding of the share itself can explain.
    select
        'narrative_share' as identity_id,
        'left' as term_side,
        1 as weight,
        p.claim_id,
        p.statement,
        p.value_basis,
        p.fund,
        p.measure,
        p.line_name,
        0 as amount,
        abs(w.amount) * p.share_digit as half_digit
    from pairs as p
    inner join found as w on p.claim_id = w.claim_id and w.role = 'whole'
    union all by name
    select
        i.identity_id,
        'right' as term_side,
        1 as weight,
        f.line_id,
        f.claim_id,
        f.statement,
        f.value_basis,
        f.fund,
        f.measure,
        f.line_name,
        f.amount,
        f.half_digit
    from found as f
    cross join (values ('narrative_amount'), ('narrative_share')) as i (identity_id)
    where
        f.role = 'part'
        and (
            i.identity_id = 'narrative_amount'
            or f.claim_id in (select claim_id from found where role = 'whole')
        )
)

select
    s.identity_id,
    'narrative' as scope,
    s.term_side,
    case s.term_side when 'left' then 'claim' else 'printed' end as selector,
    s.weight,
    s.line_id,
    c.document_id,
    s.statement,
    o.form_id,
    o.source_row_id,
    s.line_name as line_key,
    s.line_name,
    s.measure,
    s.fund,
    s.value_basis,
    cast(s.amount as decimal(20, 2)) as amount,
    cast(s.half_digit as decimal(24, 8)) as half_digit,
    s.claim_id as group_key
from sides as s
inner join claims as c on s.claim_id = c.claim_id
left join {{ ref('int_operand') }} as o on s.line_id = o.line_id
