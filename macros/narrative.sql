{# A line's name as the explanations call it: without what stands around it in the form, 支出 or not. #}
{% macro spoken_name(compacted) -%}
    regexp_replace({{ item_name(compacted) }}, '[、,()\[\]]|支出$', '', 'g')
{%- endmacro %}

{# What a finding quotes of a sentence: the sentence, or of a long one what stands around a place in it. #}
{% macro quoted(sentence, place) -%}
    case
        when length({{ sentence }}) <= 160 then {{ sentence }}
        else
            case when {{ place }} > 100 then '…' else '' end
            || substr({{ sentence }}, greatest(1, {{ place }} - 99), 160)
            || case when greatest(1, {{ place }} - 99) + 159 < length({{ sentence }}) then '…' else '' end
    end
{%- endmacro %}
