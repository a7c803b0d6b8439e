-- The columns of forms in lines of words, from their headers read as one text. They count as known
-- only if the order found is the usual one and the numbering under the headers (栏次) has as many
-- columns: headers on several levels are torn apart in such text.
with headers as (
    select
        form_id,
        statement,
        string_agg(compact_text, '' order by position) as header
    from {{ ref('int_form_row') }}
    where layout = 'text' and row_kind = 'header'
    group by all
),

numbering as (
    select
        r.form_id,
        max(r.figures) as numbered_columns
    from {{ ref('int_form_row') }} as r
    where r.layout = 'text' and r.row_kind = 'numbering'
    group by all
),

found as (
    select
        h.form_id,
        h.statement,
        a.measure,
        coalesce(a.fund, '') as fund,
        instr(h.header, a.alias) as header_position,
        row_number() over (
            partition by h.form_id, a.measure, a.fund order by length(a.alias) desc, a.alias
        ) as preference
    from headers as h
    inner join {{ ref('column_headers') }} as a
        on
            h.statement = a.statement
            and a.role = 'measure'
            and contains(h.header, a.alias)
            and coalesce(a.under, '') = ''
),

ordered as (
    select
        f.form_id,
        f.statement,
        f.measure,
        f.fund,
        row_number() over (
            partition by f.form_id order by f.header_position, m.position, f.fund
        ) as column_order,
        row_number() over (partition by f.form_id order by m.position, f.fund) as usual_order,
        count(*) over (partition by f.form_id) as column_count
    from found as f
    inner join {{ ref('statement_measures') }} as m
        on f.statement = m.statement and f.measure = m.measure
    where f.preference = 1
)

select
    o.form_id,
    o.statement,
    o.measure,
    nullif(o.fund, '') as fund,
    o.column_order,
    o.column_count,
    n.numbered_columns,
    bool_and(o.column_order = o.usual_order) over (partition by o.form_id)
    and coalesce(n.numbered_columns, 0) in (o.column_count, o.column_count + 2) as is_known
from ordered as o
left join numbering as n on o.form_id = n.form_id
