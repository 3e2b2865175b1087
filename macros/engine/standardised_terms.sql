{% macro standardised_terms(values, means, scales, coefficients) %}
    {#- An array by position of coefficient * (value - mean) / scale in double; 0 where the value is missing. The
        terms that standardised_sum adds. -#}
    {{ return(adapter.dispatch('standardised_terms', 'assay')(values, means, scales, coefficients)) }}
{% endmacro %}

{% macro default__standardised_terms(values, means, scales, coefficients) -%}
    transform(
        arrays_zip({{ values }}, {{ means }}, {{ scales }}, {{ coefficients }}),
        item -> coalesce(item['3'] * (cast(item['0'] as double) - item['1']) / item['2'], cast(0 as double))
    )
{%- endmacro %}

{% macro duckdb__standardised_terms(values, means, scales, coefficients) -%}
    [
        coalesce(
            {{ coefficients }}[place] * (cast({{ values }}[place] as double) - {{ means }}[place])
            / {{ scales }}[place],
            cast(0 as double)
        )
        for place in range(1, len({{ coefficients }}) + 1)
    ]
{%- endmacro %}
