{# Where a fact's figure is printed, to order by: a key of its own for each. #}
{% macro printed_place() -%}
    (table_number, row_number, column_number, line_id)
{%- endmacro %}
