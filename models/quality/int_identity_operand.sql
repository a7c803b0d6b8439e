{{ config(schema='intermediate') }}
{{ identity_operands(ref('int_operand')) }}
