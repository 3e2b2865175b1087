{% macro standardised_sum(values, means, scales, coefficients) %}
    {#- The sum over positions of coefficient * (value - mean) / scale in double, in the order of the
        positions; a missing value stands at its mean and adds nothing. -#}
    {{ return(adapter.dispatch('standardised_sum', 'assay')(values, means, scales, coefficients)) }}
{% endmacro %}

{% macro default__standardised_sum(values, means, scales, coefficients) -%}
    aggregate(
        arrays_zip({{ values }}, {{ means }}, {{ scales }}, {{ coefficients }}),
        cast(0 as double),
        (total, item) -> total + coalesce(item['3'] * (cast(item['0'] as double) - item['1']) / item['2'], cast(0 as double))
    )
{%- endmacro %}

{% macro duckdb__standardised_sum(values, means, scales, coefficients) -%}
    coalesce(
        list_sum([
            coalesce(
                {{ coefficients }}[place] * (cast({{ values }}[place] as double) - {{ means }}[place])
                / {{ scales }}[place],
                cast(0 as double)
            )
            for place in range(1, len({{ coefficients }}) + 1)
        ]),
        cast(0 as double)
    )
{%- endmacro %}
