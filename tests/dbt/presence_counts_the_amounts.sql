-- What the coverage says of a form is what the fact and the list of unplaced amounts hold of it; a form
-- that a document of its stage isn't expected to print is in the coverage all the same.
with amounts as (
    select
        document_id,
        statement,
        count(*) filter (where is_placed) as placed,
        count(*) filter (where not is_placed) as unplaced
    from (
        select
            document_id,
            statement,
            true as is_placed
        from {{ ref('fct_budget_line') }}
        union all
        select
            document_id,
            statement,
            false as is_placed
        from {{ ref('dq_unplaced_amount') }}
        where statement is not null
    )
    group by all
)

select
    coalesce(p.document_id, a.document_id) as document_id,
    coalesce(p.statement, a.statement) as statement,
    p.status,
    p.amounts_placed,
    a.placed,
    p.amounts_unplaced,
    a.unplaced
from {{ ref('dim_statement_presence') }} as p
full outer join amounts as a on p.document_id = a.document_id and p.statement = a.statement
where
    p.document_id is null
    or p.amounts_placed != coalesce(a.placed, 0)
    or p.amounts_unplaced != coalesce(a.unplaced, 0)
    or (a.document_id is not null and p.status != 'filled')
