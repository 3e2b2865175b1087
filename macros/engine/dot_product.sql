{% macro dot_product(left, right) %}
    {#- The sum of the products of two arrays of doubles of one length, in the order of the positions. -#}
    {{ return(adapter.dispatch('dot_product', 'assay')(left, right)) }}
{% endmacro %}

{% macro default__dot_product(left, right) -%}
    aggregate(
        arrays_zip({{ left }}, {{ right }}),
        cast(0 as double),
        (total, pair) -> total + pair['0'] * pair['1']
    )
{%- endmacro %}

{% macro duckdb__dot_product(left, right) -%}
    list_inner_product({{ left }}, {{ right }})
{%- endmacro %}
