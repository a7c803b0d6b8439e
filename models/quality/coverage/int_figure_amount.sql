{{ config(schema='intermediate') }}
-- depends_on: {{ ref('int_set_aside') }}
-- Which printed number each amount of the reading was made of, found by the cell and the digits.
with amounts as (
    select
        amount_id,
        row_id,
        column_number,
        regexp_replace(compact_text, '[^0-9.]', '', 'g') as number_text,
        row_number() over (
            partition by row_id, column_number, regexp_replace(compact_text, '[^0-9.]', '', 'g')
            order by figure_order, amount_id
        ) as occurrence
    from {{ ref('int_amount') }}
),

figures as (
    select
        *,
        row_number() over (partition by row_id, column_number, number_text order by figure_order) as occurrence
    from {{ ref('int_figure') }}
),

paired as (
    select
        f.figure_id,
        a.amount_id
    from figures as f
    inner join amounts as a
        on
            f.row_id = a.row_id and f.column_number = a.column_number
            and f.number_text = a.number_text and f.occurrence = a.occurrence
),

-- A cell of two figures is one amount, or cut elsewhere than here: in order, the rest to the last.
rest_amounts as (
    select
        row_id,
        column_number,
        list(amount_id order by occurrence, number_text, amount_id) as amount_ids
    from amounts
    where amount_id not in (select amount_id from paired)
    group by row_id, column_number
),

rest_figures as (
    select
        f.figure_id,
        a.amount_ids[least(
            row_number() over (partition by f.row_id, f.column_number order by f.figure_order), len(a.amount_ids)
        )] as amount_id
    from figures as f
    inner join rest_amounts as a on f.row_id = a.row_id and f.column_number = a.column_number
    where f.figure_id not in (select figure_id from paired)
)

select * from paired
union all
select * from rest_figures
