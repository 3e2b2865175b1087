{% macro array_product(array) %}
    {#- The product of an array of doubles in the order of its positions. -#}
    {{ return(adapter.dispatch('array_product', 'assay')(array)) }}
{% endmacro %}

{% macro default__array_product(array) -%}
    aggregate({{ array }}, cast(1 as double), (total, item) -> total * item)
{%- endmacro %}

{% macro duckdb__array_product(array) -%}
    list_product({{ array }})
{%- endmacro %}
