-- A critical expectation that fails is the warehouse's own fault: nothing is published.
select
    suite,
    expectation,
    column_name,
    description,
    unexpected_count,
    examples
from {{ ref('dq_expectation_result') }}
where severity = 'critical' and not success and is_latest
