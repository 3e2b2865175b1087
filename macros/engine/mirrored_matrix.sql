{% macro mirrored_matrix(triangle, size) %}
    {#- A symmetric matrix, row by row, from its lower triangle, row by row; a missing cell is 0. -#}
    {{ return(adapter.dispatch('mirrored_matrix', 'assay')(triangle, size)) }}
{% endmacro %}

{% macro default__mirrored_matrix(triangle, size) -%}
    transform(
        sequence(0, {{ size * size - 1 }}),
        place -> coalesce(get(
            {{ triangle }},
            greatest(place div {{ size }}, place % {{ size }}) * (greatest(place div {{ size }}, place % {{ size }}) + 1) div 2
            + least(place div {{ size }}, place % {{ size }})
        ), cast(0 as double))
    )
{%- endmacro %}

{% macro duckdb__mirrored_matrix(triangle, size) -%}
    [
        coalesce(({{ triangle }})[
            greatest(place // {{ size }}, place % {{ size }}) * (greatest(place // {{ size }}, place % {{ size }}) + 1) // 2
            + least(place // {{ size }}, place % {{ size }}) + 1
        ], cast(0 as double))
        for place in range({{ size * size }})
    ]
{%- endmacro %}
