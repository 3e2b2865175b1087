{% macro absolute_residual_sum(values, means, scales, parts) %}
    {#- The sum over positions of |z - sum of factor * weight|, z = (value - mean) / scale in double, of `parts`: a
        list of (factor: an expression, weights: an array by position); a missing value stands at its mean. -#}
    {{ return(adapter.dispatch('absolute_residual_sum', 'assay')(values, means, scales, parts)) }}
{% endmacro %}

{% macro default__absolute_residual_sum(values, means, scales, parts) -%}
    aggregate(
        sequence(1, size({{ means }})),
        cast(0 as double),
        (total, place) -> total + abs({{ assay._residual(values, means, scales, parts, 'place - 1') }})
    )
{%- endmacro %}

{% macro duckdb__absolute_residual_sum(values, means, scales, parts) -%}
    list_sum([
        abs({{ assay._residual(values, means, scales, parts, 'place') }}) for place in range(1, len({{ means }}) + 1)
    ])
{%- endmacro %}

{% macro _residual(values, means, scales, parts, place) -%}
    coalesce((cast({{ values }}[{{ place }}] as double) - {{ means }}[{{ place }}]) / {{ scales }}[{{ place }}], 0)
    {%- for factor, weights in parts %} - {{ factor }} * {{ weights }}[{{ place }}]{% endfor %}
{%- endmacro %}
