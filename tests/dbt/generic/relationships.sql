{# Fails with each row whose value the other table doesn't have: whole rows, since they name their document. #}
{% test relationships(model, column_name, to, field) %}
select tested.*
from {{ model }} as tested
where
    {{ column_name }} is not null
    and {{ column_name }} not in (select {{ field }} from {{ to }} where {{ field }} is not null)
{% endtest %}
