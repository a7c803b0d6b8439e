{# A line's name as the explanations call it: without what stands around it in the form, 支出 or not. #}
{% macro spoken_name(compacted) -%}
    regexp_replace({{ item_name(compacted) }}, '[、,()\[\]]|支出$', '', 'g')
{%- endmacro %}
