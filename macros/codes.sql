{# The codes of a classification that hold in each year of the documents: as the seed names them in that year,
   else as the documents print them. #}
{% macro codes_by_year(seed, code_column, levels) %}
with years as (
    select distinct fiscal_year
    from {{ ref('int_document_profile') }}
    where fiscal_year is not null
),

seen as (
    select
        {{ code_column }} as code,
        fiscal_year,
        mode(name_text order by name_text) as printed_name,
        count(*) as amounts
    from {{ ref('fct_budget_line') }}
    where {{ code_column }} is not null and fiscal_year is not null
    group by all
),

known as (
    select
        c.{{ code_column }} as code,
        y.fiscal_year,
        c.name,
        c.first_year,
        c.last_year,
        c.source
    from {{ ref(seed) }} as c
    inner join years as y
        on y.fiscal_year between coalesce(c.first_year, 0) and coalesce(c.last_year, 9999)
),

combined as (
    select
        coalesce(k.code, s.code) as code,
        coalesce(k.fiscal_year, s.fiscal_year) as fiscal_year,
        coalesce(k.name, {{ item_name(compact('s.printed_name')) }}) as name,
        k.first_year,
        k.last_year,
        coalesce(k.source, 'document') as source,
        s.amounts
    from known as k
    full outer join seen as s on k.code = s.code and k.fiscal_year = s.fiscal_year
)

select
    code as {{ code_column }},
    fiscal_year,
    name,
    case length(code)
        {%- for digits, level in levels.items() %} when {{ digits }} then '{{ level }}'{% endfor %} end as level,
    case when length(code) > 3 then left(code, length(code) - 2) end as parent_code,
    cast(first_year as integer) as first_year,
    cast(last_year as integer) as last_year,
    source,
    coalesce(amounts, 0) > 0 as is_seen,
    cast(coalesce(amounts, 0) as integer) as amounts
from combined
{% endmacro %}

{# Every name that a code of either classification ever had, as lines say it (`spoken_name`), with its years. #}
{% macro code_names() -%}
    {% for classification in ['function', 'economic'] %}
    select
        '{{ classification }}' as classification,
        {{ classification }}_code as code,
        name as full_name,
        {{ spoken_name(compact('name')) }} as name,
        coalesce(first_year, 0) as first_year,
        coalesce(last_year, 9999) as last_year
    from {{ ref(classification ~ '_codes') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {% endfor %}
{%- endmacro %}
