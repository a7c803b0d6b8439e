{# A condition by which a `sliced` model takes one slice of the documents at a time. Elsewhere (unit tests,
   `dbt compile`) it is what it says: true. #}
{% macro in_slice(document_id) -%}
    true /* slice of {{ document_id }} */
{%- endmacro %}

{# A table that is made slice by slice, so that what one statement keeps in memory doesn't grow with the number of
   documents. The model must say `in_slice` of every relation that it takes documents from, and its rows must follow
   from the documents of one slice alone. A slice has about as many amounts as fit the default memory with ease. #}
{% materialization sliced, adapter='duckdb' %}
    {%- set amounts_a_slice = var('amounts_a_slice', 100000) -%}
    {#- By name: as a reference it would have to be one of the model itself, and an input of its unit tests. All
        such models come after the amounts; not all come after the fact. #}
    {%- set amounts = api.Relation.create(
        database=this.database, schema='intermediate', identifier='int_amount'
    ) -%}
    {%- set marker = modules.re.compile('true /\\* slice of ([a-z_.]+) \\*/') -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set slices = run_query(
        'select greatest(1, cast(ceil(count(*) / ' ~ amounts_a_slice ~ ') as integer)) from ' ~ amounts
    ).columns[0].values()[0] -%}
    {%- if not marker.search(compiled_code) -%}
        {{ exceptions.raise_compiler_error('A sliced model says in_slice of what it takes documents from.') }}
    {%- endif -%}

    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {{ run_hooks(pre_hooks) }}
    {%- for slice in range(slices) %}
        {%- set sql = marker.sub('hash(\\1) % ' ~ slices ~ ' = ' ~ slice, compiled_code) %}
        {%- if loop.first %}
            {% call statement('main') -%}
                {{ create_table_as(False, target_relation, sql) }}
            {%- endcall %}
        {%- else %}
            {% call statement('slice') -%}
                insert into {{ target_relation }} by name ({{ sql }}
                )
            {%- endcall %}
        {%- endif %}
        {# What a statement wrote is freed when it is committed. #}
        {{ adapter.commit() }}
    {%- endfor %}
    {% do create_indexes(target_relation) %}
    {{ run_hooks(post_hooks) }}
    {% do persist_docs(target_relation, model) %}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
