{% macro standardised_terms(values, means, scales, coefficients, squares=none) %}
    {#- An array by position of coefficient * z in double, z = (value - mean) / scale; where `squares` are given, plus
        square * (z * z - 1). A missing value stands at its mean, z = 0. The terms that standardised_sum adds, those of
        squares less their mean over standardised rows. -#}
    {{ return(adapter.dispatch('standardised_terms', 'assay')(values, means, scales, coefficients, squares)) }}
{% endmacro %}

{% macro default__standardised_terms(values, means, scales, coefficients, squares=none) -%}
    {%- set z = "coalesce((cast(item['0'] as double) - item['1']) / item['2'], cast(0 as double))" -%}
    transform(
        arrays_zip({{ values }}, {{ means }}, {{ scales }}, {{ coefficients }}{{ ', ' ~ squares if squares else '' }}),
        item -> {{ z }} * item['3'] {%- if squares %} + item['4'] * ({{ z }} * {{ z }} - 1) {%- endif %}
    )
{%- endmacro %}

{% macro duckdb__standardised_terms(values, means, scales, coefficients, squares=none) -%}
    {%- set z -%}
        coalesce((cast({{ values }}[place] as double) - {{ means }}[place]) / {{ scales }}[place], cast(0 as double))
    {%- endset -%}
    [
        {{ z }} * {{ coefficients }}[place] {%- if squares %} + {{ squares }}[place] * ({{ z }} * {{ z }} - 1) {%- endif %}
        for place in range(1, len({{ coefficients }}) + 1)
    ]
{%- endmacro %}
