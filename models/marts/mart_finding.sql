select
    f.finding_id,
    f.severity,
    f.kind,
    f.document_id,
    f.bureau_id,
    b.name as bureau_name,
    b.city,
    b.district,
    f.fiscal_year,
    f.stage,
    d.scope,
    d.source_path,
    f.statement,
    s.name_zh as statement_name,
    f.line,
    f.amount,
    f.suggested_amount,
    f.difference,
    f.is_certain,
    f.is_inferred,
    f.page,
    f.bbox,
    f.finding_zh,
    f.finding_en
from {{ ref('fct_finding') }} as f
inner join {{ ref('dim_document') }} as d on f.document_id = d.document_id
left join {{ ref('dim_bureau') }} as b on f.bureau_id = b.bureau_id
left join {{ ref('dim_statement') }} as s on f.statement = s.statement
