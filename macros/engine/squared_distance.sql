{% macro squared_distance(left, right) %}
    {#- The squared Euclidean distance between two arrays of doubles of one length. -#}
    {{ return(adapter.dispatch('squared_distance', 'assay')(left, right)) }}
{% endmacro %}

{% macro default__squared_distance(left, right) -%}
    aggregate(
        arrays_zip({{ left }}, {{ right }}),
        cast(0 as double),
        (total, pair) -> total + (pair['0'] - pair['1']) * (pair['0'] - pair['1'])
    )
{%- endmacro %}

{% macro duckdb__squared_distance(left, right) -%}
    power(list_distance({{ left }}, {{ right }}), 2)
{%- endmacro %}
