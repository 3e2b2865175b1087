{% macro relation_argument() %}
    {#- The rows of the relation that a table function (assay.table_function) is called with. -#}
    {{ return(adapter.dispatch('relation_argument', 'assay')()) }}
{% endmacro %}

{% macro default__relation_argument() -%}
    identifier(relation)
{%- endmacro %}

{% macro duckdb__relation_argument() -%}
    query_table(relation)
{%- endmacro %}
