{% macro table_function(schema, name, query) %}
    {#- Make the table function `schema.name(relation)` that returns `query`, in place of an earlier one; without a
        query, drop it. The query reads its argument as assay.relation_argument(). An engine whose functions cannot
        take the name of a relation gets none. -#}
    {{ return(adapter.dispatch('table_function', 'assay')(schema, name, query)) }}
{% endmacro %}

{% macro default__table_function(schema, name, query) -%}{%- endmacro %}

{% macro duckdb__table_function(schema, name, query) -%}
    {%- if query -%}
        {%- do run_query('create schema if not exists ' ~ schema) -%}
        {%- do run_query('create or replace macro ' ~ schema ~ '.' ~ name ~ '(relation) as table ' ~ query) -%}
    {%- else -%}
        {%- do run_query('drop macro table if exists ' ~ schema ~ '.' ~ name) -%}
    {%- endif -%}
{%- endmacro %}
