{% macro standardised_sum(values, means, scales, coefficients, squares=none) %}
    {#- The sum over positions of coefficient * z, plus square * z * z where `squares` are given, with
        z = (value - mean) / scale in double, in the order of the positions; a missing value stands at its mean and
        adds nothing. -#}
    {{ return(adapter.dispatch('standardised_sum', 'assay')(values, means, scales, coefficients, squares)) }}
{% endmacro %}

{% macro default__standardised_sum(values, means, scales, coefficients, squares=none) -%}
    {%- set z = "((cast(item['0'] as double) - item['1']) / item['2'])" -%}
    aggregate(
        arrays_zip({{ values }}, {{ means }}, {{ scales }}, {{ coefficients }}{{ ', ' ~ squares if squares else '' }}),
        cast(0 as double),
        (total, item) -> total + coalesce(
            {{ z }} * {{ "(item['3'] + item['4'] * " ~ z ~ ")" if squares else "item['3']" }}, cast(0 as double)
        )
    )
{%- endmacro %}

{% macro duckdb__standardised_sum(values, means, scales, coefficients, squares=none) -%}
    {%- set z -%}
        ((cast({{ values }}[place] as double) - {{ means }}[place]) / {{ scales }}[place])
    {%- endset -%}
    coalesce(
        list_sum([
            coalesce(
                {% if squares -%}
                {{ z }} * ({{ coefficients }}[place] + {{ squares }}[place] * {{ z }}),
                {%- else -%}
                {{ coefficients }}[place] * (cast({{ values }}[place] as double) - {{ means }}[place])
                / {{ scales }}[place],
                {%- endif %}
                cast(0 as double)
            )
            for place in range(1, len({{ coefficients }}) + 1)
        ]),
        cast(0 as double)
    )
{%- endmacro %}
