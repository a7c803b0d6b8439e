{{ config(schema='intermediate', materialized='sliced') }}
-- Read once a slice: the macro goes through its operands several times.
with slice as materialized (
    select * from {{ ref('int_operand') }}
    where {{ in_slice('document_id') }}
)

select * from (
    {{ identity_operands('slice') }}
)
