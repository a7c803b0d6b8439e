with this_build as (
    select
        {{ stable_key(['suite', 'expectation', 'column_name', 'description']) }} as expectation_result_id,
        cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp) as run_at,
        suite,
        expectation,
        column_name,
        description,
        severity,
        success,
        cast(element_count as integer) as element_count,
        cast(unexpected_count as integer) as unexpected_count,
        examples
    from {{ ref('expectation_run') }}
)

select
    *,
    true as is_latest
from this_build
union all by name
select
    *,
    false as is_latest
from {{ ref('expectation_history') }}
where run_at < cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
