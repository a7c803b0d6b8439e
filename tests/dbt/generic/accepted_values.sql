{# Fails with each row that has another value: whole rows, since they name their document. #}
{% test accepted_values(model, column_name, values) %}
select tested.*
from {{ model }} as tested
where {{ column_name }} not in ('{{ values | join("', '") }}')
{% endtest %}
