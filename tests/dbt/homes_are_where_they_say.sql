-- Every amount of the fact and of the list of the unplaced is a figure that is printed, and every figure whose home
-- they are is there: counted from the raw rows, not from how they were read.
with homes as (
    select
        amount_id,
        any_value(document_id) as document_id,
        any_value(row_id) as row_id,
        any_value(home) as home
    from {{ ref('int_figure_home') }}
    where home in ('fact', 'unplaced')
    group by amount_id
),

listed as (
    select
        line_id as amount_id,
        document_id,
        source_row_id as row_id,
        'fact' as home
    from {{ ref('fct_budget_line') }}
    union all
    select
        amount_id,
        document_id,
        source_row_id as row_id,
        'unplaced' as home
    from {{ ref('dq_unplaced_amount') }}
)

select
    coalesce(h.document_id, l.document_id) as document_id,
    coalesce(h.row_id, l.row_id) as row_id,
    coalesce(h.amount_id, l.amount_id) as amount_id,
    h.home,
    l.home as listed_in
from homes as h
full outer join listed as l on h.amount_id = l.amount_id and h.home = l.home
where h.amount_id is null or l.amount_id is null
