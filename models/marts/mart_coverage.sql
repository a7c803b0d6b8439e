select
    p.document_id,
    p.bureau_id,
    b.name as bureau_name,
    b.city,
    b.district,
    p.fiscal_year,
    p.stage,
    p.scope,
    p.statement,
    s.name_zh as statement_name,
    p.status,
    p.declaration,
    p.amounts_printed,
    p.amounts_placed,
    p.amounts_unplaced
from {{ ref('dim_statement_presence') }} as p
inner join {{ ref('dim_statement') }} as s on p.statement = s.statement
left join {{ ref('dim_bureau') }} as b on p.bureau_id = b.bureau_id
