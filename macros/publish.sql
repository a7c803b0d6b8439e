{#
    Publishes a whole build that went well: copies it to a new file beside the published warehouse
    and swaps that in. A reader keeps the file that it has open. A build of a part (`--select`) and
    a build in which anything failed publish nothing.
#}
{% macro publish(results) %}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set failed = results | selectattr('status', 'in', ['error', 'fail', 'skipped', 'runtime error']) | list -%}
        {%- set part = invocation_args_dict.get('select') or invocation_args_dict.get('exclude')
            or invocation_args_dict.get('selector') -%}
        {%- if failed or part -%}
            {%- if failed and not part -%}
                {%- do remember_broken(failed) -%}
            {%- endif -%}
            {%- do run_query('select gongkai_discard_build()') -%}
            {%- do log(
                'Not published: ' ~ ('a part was built.' if part else (failed | length) ~ ' nodes failed.'), info=true
            ) -%}
        {%- else -%}
            {%- set known = [] -%}
            {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
                {%- do known.append(node.schema ~ '.' ~ (node.alias or node.name)) -%}
            {%- endfor -%}
            {%- set found = run_query(
                "select table_schema || '.' || table_name as name, table_schema, table_name, table_type"
                ~ " from information_schema.tables where table_catalog = current_database()"
            ) -%}
            {%- for row in found.rows if row['name'] not in known -%}
                {%- do run_query(
                    'drop ' ~ ('view' if row['table_type'] == 'VIEW' else 'table')
                    ~ ' if exists "' ~ row['table_schema'] ~ '"."' ~ row['table_name'] ~ '"'
                ) -%}
            {%- endfor -%}
            {%- do run_query('drop schema if exists ' ~ checks_schema()) -%}
            {%- set file = run_query('select gongkai_new_warehouse() as file').rows[0]['file'] -%}
            {%- do run_query("attach '" ~ file ~ "' as published") -%}
            {%- do run_query('copy from database ' ~ target.database ~ ' to published') -%}
            {%- do run_query('detach published') -%}
            {%- set published = run_query("select gongkai_swap_warehouse('" ~ file ~ "') as file").rows[0]['file'] -%}
            {%- set aside = run_query(
                "select source_path, problem from main.dq_document_problem where problem_code = 'set_aside' order by all"
            ) -%}
            {%- for row in aside.rows -%}
                {%- do log('Set aside: ' ~ row['source_path'] ~ ': ' ~ row['problem'], info=true) -%}
            {%- endfor -%}
            {%- do log('Published ' ~ published, info=true) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
