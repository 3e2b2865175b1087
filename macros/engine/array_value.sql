{% macro array_value(array, position) %}
    {#- The value at `position`, counted from 1, or NULL beyond the end. -#}
    {{ return(adapter.dispatch('array_value', 'assay')(array, position)) }}
{% endmacro %}

{% macro default__array_value(array, position) -%}
    get({{ array }}, {{ position }} - 1)
{%- endmacro %}

{% macro duckdb__array_value(array, position) -%}
    ({{ array }})[{{ position }}]
{%- endmacro %}
