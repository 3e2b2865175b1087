{% macro tried(expression) -%}
    {#- The value of an SQL expression, NULL where the engine cannot compute it; on an engine that has no such word
        it stops there instead. -#}
    {{ return(adapter.dispatch('tried', 'assay')(expression)) }}
{%- endmacro %}

{% macro default__tried(expression) -%}
    ({{ expression }})
{%- endmacro %}

{% macro duckdb__tried(expression) -%}
    try({{ expression }})
{%- endmacro %}
