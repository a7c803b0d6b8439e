{#
    Publishes a whole build that went well: copies it to a new file beside the published warehouse
    and swaps that in. A reader keeps the file that it has open. A build of a part (`--select`) and
    a build in which anything failed publish nothing.
#}
{% macro publish(results) %}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set failed = results | selectattr('status', 'in', ['error', 'fail', 'skipped', 'runtime error']) | list -%}
        {%- set part = run_query('select gongkai_is_part() as part').rows[0]['part'] -%}
        {%- if failed or part -%}
            {%- if failed and not part -%}
                {%- do remember_broken(failed) -%}
            {%- endif -%}
            {%- do run_query('select gongkai_discard_build()') -%}
            {%- do log(
                'Not published: ' ~ ('a part was built.' if part else (failed | length) ~ ' nodes failed.'), info=true
            ) -%}
        {%- else -%}
            {%- do run_query('drop schema if exists ' ~ checks_schema() ~ ' cascade') -%}
            {%- set file = run_query('select gongkai_new_warehouse() as file').rows[0]['file'] | replace("'", "''") -%}
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
