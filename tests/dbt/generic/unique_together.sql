{# Fails with each row whose combination of the columns another row has, NULL counted as a value:
   a key with an unknown part must be a key all the same. #}
{% test unique_together(model, columns) %}
with repeated as (
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
)

select tested.*
from {{ model }} as tested
where exists (
    select 1 from repeated
    where
        {% for column in columns -%}
        repeated.{{ column }} is not distinct from tested.{{ column }}
        {%- if not loop.last %} and {% endif %}
        {%- endfor %}
)
{% endtest %}
