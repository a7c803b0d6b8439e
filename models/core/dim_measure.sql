select
    sm.statement,
    sm.measure,
    cast(sm.position as integer) as position,
    m.name_zh,
    m.name_en,
    m.kind
from {{ ref('statement_measures') }} as sm
inner join {{ ref('measures') }} as m on sm.measure = m.measure
