{% macro condition_number(products, swept, size) %}
    {#- The square root of (largest row sum of the moment matrix) * (largest row sum of its inverse), features only: the
        first row and column (the constant) and the last (the label) stay out. -#}
    {{ return(adapter.dispatch('condition_number', 'assay')(products, swept, size)) }}
{% endmacro %}

{% macro default__condition_number(products, swept, size) -%}
    sqrt(
        {%- for matrix in [products, swept] %}
        {{ '* ' if not loop.first }}array_max(transform(sequence(1, {{ size - 2 }}), line -> aggregate(
            slice({{ matrix }}, line * {{ size }} + 2, {{ size - 2 }}),
            cast(0 as double),
            (total, cell) -> total + abs(cell)
        )))
        {%- endfor %}
    )
{%- endmacro %}

{% macro duckdb__condition_number(products, swept, size) -%}
    sqrt(
        {%- for matrix in [products, swept] %}
        {{ '* ' if not loop.first }}list_max([
            list_sum([abs(cell) for cell in ({{ matrix }})[line * {{ size }} + 2 : line * {{ size }} + {{ size - 1 }}]])
            for line in range(1, {{ size - 1 }})
        ])
        {%- endfor %}
    )
{%- endmacro %}
