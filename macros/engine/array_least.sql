{% macro array_least(array) %}
    {#- The smallest value of an array; NULLs do not count. -#}
    {{ return(adapter.dispatch('array_least', 'assay')(array)) }}
{% endmacro %}

{% macro default__array_least(array) -%}
    array_min({{ array }})
{%- endmacro %}

{% macro duckdb__array_least(array) -%}
    list_min({{ array }})
{%- endmacro %}
