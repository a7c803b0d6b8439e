select
    statement,
    name_zh,
    name_en,
    cast(position as integer) as position,
    line_key,
    default_fund,
    in_final,
    in_budget,
    kind
from {{ ref('statements') }}
