{% macro array_length(array) %}
    {#- The number of values in an array. -#}
    {{ return(adapter.dispatch('array_length', 'assay')(array)) }}
{% endmacro %}

{% macro default__array_length(array) -%}
    size({{ array }})
{%- endmacro %}

{% macro duckdb__array_length(array) -%}
    len({{ array }})
{%- endmacro %}
