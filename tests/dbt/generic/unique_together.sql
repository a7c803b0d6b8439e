{# Fails with each combination of the columns that occurs more than once, NULL counted as a value:
   a key with an unknown part must be a key all the same. #}
{% test unique_together(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as occurrences
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
