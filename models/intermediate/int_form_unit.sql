-- The unit of money that each form prints (单位：万元).
with doubtful as (
    select row_id
    from {{ ref('stg_cell') }}
    where confidence <= {{ doubtful() }} and regexp_matches(compact_text, '单位|元')
),

printed as (
    select
        form_id,
        position,
        regexp_extract(compact_text, '单位:?\(?(万元|元|千元|百万元|亿元)', 1) as unit_text
    from {{ ref('int_form_row') }}
    where row_kind != 'note' and row_id not in (select row_id from doubtful)
)

select
    p.form_id,
    arg_min(p.unit_text, p.position) as unit_text,
    arg_min(u.yuan, p.position) as yuan
from printed as p
inner join {{ ref('units') }} as u on p.unit_text = u.unit_text
group by p.form_id
