-- Recomputes each amount from what is kept beside it, the printed text and unit, with nothing of the macros:
-- a lost minus sign or a wrong unit is the worst error that a warehouse of money can have.
with texts as (
    select
        l.line_id,
        l.document_id,
        l.statement,
        l.page,
        l.table_number,
        l.row_number,
        l.column_number,
        l.amount,
        l.amount_text,
        l.unit_text,
        m.kind,
        translate(l.amount_text, '０１２３４５６７８９．（－—−', '0123456789.(---') as plain_text,
        case
            when m.kind = 'quantity' and l.unit_text is null then 1
            when m.kind = 'money' then
                case l.unit_text
                    when '元' then 1
                    when '百元' then 100
                    when '千元' then 1000
                    when '万元' then 10000
                    when '百万元' then 1000000
                    when '亿元' then 100000000
                end
        end as factor
    from {{ ref('int_budget_line') }} as l
    left join {{ ref('measures') }} as m on l.measure = m.measure
    -- A figure that OCR misread is kept beside the one that was printed.
    where not (l.method = 'repaired' and regexp_matches(l.repair_note, '(^|; )figure \S+ restored'))
)

select
    document_id,
    statement,
    page,
    table_number,
    row_number,
    column_number,
    amount_text,
    unit_text,
    kind,
    amount,
    line_id
from texts
where
    amount is distinct from cast(
        try_cast(regexp_replace(plain_text, '[^0-9.]', '', 'g') as decimal(24, 6)) * factor
        * (case when regexp_matches(plain_text, '[-(]') then -1 else 1 end) as decimal(20, 2)
    )
