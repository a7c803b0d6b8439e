-- How much of each disclosure reached the fact, how, and does it agree with itself?
select
    d.name as bureau_name,
    m.fiscal_year,
    m.stage,
    m.amounts_printed,
    m.amounts_placed,
    (
        select count(*) from fct_budget_line as f
        where f.document_id = m.document_id and f.method != 'read'
    ) as inferred_or_repaired,
    (
        select count(*) from dq_identity_result as q
        where q.document_id = m.document_id and q.status in ('pass', 'rounding')
    ) as identities_that_hold,
    (
        select count(*) from dq_identity_result as q
        where q.document_id = m.document_id and q.status = 'break'
    ) as breaks
from mart_disclosure as m
inner join dim_bureau as d on m.bureau_id = d.bureau_id
order by bureau_name, m.fiscal_year
