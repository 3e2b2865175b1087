{% macro matrix_rows(matrix, stride, count) %}
    {#- The upper left `count` by `count` block of a matrix (an array, `stride` values a row) as an array of rows. -#}
    {{ return(adapter.dispatch('matrix_rows', 'assay')(matrix, stride, count)) }}
{% endmacro %}

{% macro default__matrix_rows(matrix, stride, count) -%}
    transform(sequence(0, {{ count - 1 }}), line -> slice({{ matrix }}, line * {{ stride }} + 1, {{ count }}))
{%- endmacro %}

{% macro duckdb__matrix_rows(matrix, stride, count) -%}
    [({{ matrix }})[line * {{ stride }} + 1 : line * {{ stride }} + {{ count }}] for line in range({{ count }})]
{%- endmacro %}
