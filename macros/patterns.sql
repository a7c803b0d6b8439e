{# A function of a text and of a pattern that a join takes from a table, with every pattern of that table as a constant:
   DuckDB compiles a constant pattern once, any other anew for each row. A pattern that the table got since the query
   was written is compiled row by row: only slower. #}
{% macro by_pattern(function, text, pattern, relation, column='pattern', before='', after='', rest='') -%}
    {%- set known = [] -%}
    {%- if execute -%}
        {%- for schema in ['seeds', 'intermediate'] -%}
            {%- set table = adapter.get_relation(target.database, schema, relation) -%}
            {%- if table -%}
                {%- set patterns = 'select distinct ' ~ column ~ ' from ' ~ table ~ ' order by all' -%}
                {%- for row in run_query(patterns) -%}
                    {%- if row[0] -%} {%- do known.append(row[0] | replace("'", "''")) -%} {%- endif -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if known -%}
    case {{ pattern }}
        {%- for constant in known %}
        when '{{ constant }}' then {{ function }}({{ text }}, '{{ before ~ constant ~ after }}'{{ rest }})
        {%- endfor %}
        else {{ function }}({{ text }}, '{{ before }}' || {{ pattern }} || '{{ after }}'{{ rest }})
    end
    {%- else -%}
    {{ function }}({{ text }}, '{{ before }}' || {{ pattern }} || '{{ after }}'{{ rest }})
    {%- endif -%}
{%- endmacro %}
