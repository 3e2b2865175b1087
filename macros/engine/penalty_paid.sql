{% macro penalty_paid(swept, scales, size) %}
    {#- The sum over features of (standardised coefficient / scale) squared: what a ridge penalty of 1 costs. -#}
    {{ return(adapter.dispatch('penalty_paid', 'assay')(swept, scales, size)) }}
{% endmacro %}

{% macro default__penalty_paid(swept, scales, size) -%}
    aggregate(
        sequence(1, {{ size - 2 }}),
        cast(0 as double),
        (total, place) -> total
            + power(get({{ swept }}, {{ (size - 1) * size }} + place) / get({{ scales }}, place - 1), 2)
    )
{%- endmacro %}

{% macro duckdb__penalty_paid(swept, scales, size) -%}
    list_sum([
        power(({{ swept }})[{{ (size - 1) * size + 1 }} + place] / ({{ scales }})[place], 2)
        for place in range(1, {{ size - 1 }})
    ])
{%- endmacro %}
