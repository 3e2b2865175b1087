{% macro matrix_product(rows, vector) %}
    {#- The product of a matrix (an array of rows) and a vector; sums run in the order of the positions. -#}
    {{ return(adapter.dispatch('matrix_product', 'assay')(rows, vector)) }}
{% endmacro %}

{% macro default__matrix_product(rows, vector) -%}
    transform({{ rows }}, line -> aggregate(
        arrays_zip(line, {{ vector }}),
        cast(0 as double),
        (total, pair) -> total + pair['0'] * pair['1']
    ))
{%- endmacro %}

{% macro duckdb__matrix_product(rows, vector) -%}
    [list_inner_product(line, {{ vector }}) for line in {{ rows }}]
{%- endmacro %}
