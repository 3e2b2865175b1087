{% macro array_transformed(array, item, expression) %}
    {#- An array with the value of an SQL expression for each item of another; `item` names the item in it. -#}
    {{ return(adapter.dispatch('array_transformed', 'assay')(array, item, expression)) }}
{% endmacro %}

{% macro default__array_transformed(array, item, expression) -%}
    transform({{ array }}, {{ item }} -> {{ expression }})
{%- endmacro %}

{% macro duckdb__array_transformed(array, item, expression) -%}
    [{{ expression }} for {{ item }} in {{ array }}]
{%- endmacro %}
