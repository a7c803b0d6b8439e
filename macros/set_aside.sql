{# Checks of what was read keep the rows that break them, in a schema of their own: which documents these are is
   asked once, at the border between reading and facts (int_set_aside). #}
{% macro checks_schema() -%} checks {%- endmacro %}

{# Forgets what the last build kept. #}
{% macro forget_checks() %}
    {%- if execute -%}
        {%- for table in kept_checks() -%}
            {%- do run_query('drop table if exists ' ~ checks_schema() ~ '."' ~ table ~ '"') -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{# SQL: every row that breaks a check, as JSON, with the check's name. #}
{% macro broken_rows() -%}
    {%- set checks = kept_checks() if execute else [] -%}
    {%- for check in checks %}
    select '{{ check }}' as check_name, cast(to_json(broken) as varchar) as broken_row
    from {{ checks_schema() }}."{{ check }}" as broken
    union all
    {%- endfor %}
    select cast(null as varchar) as check_name, cast(null as varchar) as broken_row
    where false
{%- endmacro %}

{# Takes the documents that are set aside out of everything that was read. What depends on several documents is made
   after that. #}
{% macro take_out(set_aside) %}
    {%- if execute and run_query('select count(*) from ' ~ set_aside).columns[0].values()[0] -%}
        {%- set gone = '(select document_id from ' ~ set_aside ~ ')' -%}
        {%- set row_ids = '(select row_id from staging.stg_row where document_id in ' ~ gone ~ ')' -%}
        {%- set amount_ids =
            '(select amount_id from intermediate.int_printed_amount where document_id in ' ~ gone ~ ')' -%}
        {#- Last those that say which document rows and amounts are of. -#}
        {%- set found = run_query(
            "from (select table_schema, table_name, string_agg(column_name, ',' order by column_name) as columns"
            ~ " from information_schema.columns where table_catalog = current_database()"
            ~ " and table_schema in ('staging', 'intermediate')"
            ~ " and table_name != '" ~ set_aside.identifier ~ "' group by all)"
            ~ " order by table_name = 'stg_row', table_name = 'int_printed_amount', table_name"
        ) -%}
        {%- set read = [] -%}
        {%- for node in graph.nodes.values() if node.fqn[1] in ('staging', 'intermediate') -%}
            {%- do read.append(node.alias) -%}
        {%- endfor -%}
        {%- for table in found.rows if table['table_name'] in read -%}
            {%- set columns = table['columns'].split(',') -%}
            {%- set condition =
                'document_id in ' ~ gone if 'document_id' in columns
                else 'row_id in ' ~ row_ids if 'row_id' in columns
                else 'form_id in ' ~ row_ids if 'form_id' in columns
                else 'amount_id in ' ~ amount_ids if 'amount_id' in columns -%}
            {%- if condition -%}
                {%- set relation = table['table_schema'] ~ '.' ~ table['table_name'] -%}
                {%- do run_query('delete from ' ~ relation ~ ' where ' ~ condition) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{# Keeps which documents break the checks that a build failed for: the next one sets them aside. Where a node failed
   otherwise, or a row is no document's, nothing is kept: that stops a build until somebody mends it. #}
{% macro remember_broken(results) %}
    {%- set failed = results | rejectattr('status', 'equalto', 'skipped') | list -%}
    {%- set found = [] -%}
    {%- for result in failed if result.status == 'fail' and result.node.schema == checks_schema() -%}
        {%- do found.append(
            "select '" ~ result.node.alias ~ "' as check_name, cast(to_json(b) as varchar) as broken_row from "
            ~ checks_schema() ~ '."' ~ result.node.alias ~ '" as b'
        ) -%}
    {%- endfor -%}
    {%- if found and found | length == failed | length -%}
        {%- set rows = "select check_name, json_extract_string(broken_row, '$.document_id') as document_id,"
            ~ ' min(broken_row) as broken_row from (' ~ found | join(' union all ') ~ ') group by all' -%}
        {%- set documents = run_query('select count(*), count(document_id) from (' ~ rows ~ ')').rows[0] -%}
        {%- if documents[0] == documents[1] -%}
            {%- do run_query(
                'select max(gongkai_set_aside_next(document_id, check_name, broken_row)) from (' ~ rows ~ ')'
            ) -%}
            {%- do log('The next build sets the documents aside that they are about.', info=true) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro kept_checks() -%}
    {{ return(run_query(
        "select table_name from information_schema.tables where table_catalog = current_database()"
        ~ " and table_schema = '" ~ checks_schema() ~ "' order by table_name"
    ).columns[0].values()) }}
{%- endmacro %}
