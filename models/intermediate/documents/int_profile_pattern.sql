-- How profiles are worded, {ending} filled in: how public bodies are named (局, 委员会, …).
select
    p.kind,
    replace(p.pattern, '{ending}', e.pattern) as pattern
from {{ ref('profile_patterns') }} as p
cross join (select pattern from {{ ref('profile_patterns') }} where kind = 'bureau_ending') as e
