{% macro array_replaced(array, position, value) %}
    {#- An array with another value at one position, counted from 1. -#}
    {{ return(adapter.dispatch('array_replaced', 'assay')(array, position, value)) }}
{% endmacro %}

{% macro default__array_replaced(array, position, value) -%}
    transform({{ array }}, (item, offset) -> case when offset + 1 = {{ position }} then {{ value }} else item end)
{%- endmacro %}

{% macro duckdb__array_replaced(array, position, value) -%}
    [
        case when place = {{ position }} then {{ value }} else {{ array }}[place] end
        for place in range(1, len({{ array }}) + 1)
    ]
{%- endmacro %}
