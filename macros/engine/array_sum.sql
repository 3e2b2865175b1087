{% macro array_sum(array) %}
    {#- The sum of an array of doubles in the order of its positions. -#}
    {{ return(adapter.dispatch('array_sum', 'assay')(array)) }}
{% endmacro %}

{% macro default__array_sum(array) -%}
    aggregate({{ array }}, cast(0 as double), (total, item) -> total + item)
{%- endmacro %}

{% macro duckdb__array_sum(array) -%}
    list_sum({{ array }})
{%- endmacro %}
