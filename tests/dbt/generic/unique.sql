{# Fails with each row whose value another row has: whole rows, since they name their document. #}
{% test unique(model, column_name) %}
select tested.*
from {{ model }} as tested
where {{ column_name }} in (
    select {{ column_name }}
    from {{ model }}
    group by {{ column_name }}
    having count(*) > 1
)
{% endtest %}
