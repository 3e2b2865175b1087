{% macro difference_sum(left, right, exponent) %}
    {#- The sum over positions of |left - right| to the power `exponent`, of two arrays of doubles of one length. -#}
    {{ return(adapter.dispatch('difference_sum', 'assay')(left, right, exponent)) }}
{% endmacro %}

{% macro default__difference_sum(left, right, exponent) -%}
    aggregate(
        arrays_zip({{ left }}, {{ right }}),
        cast(0 as double),
        (total, pair) -> total + power(abs(pair['0'] - pair['1']), {{ exponent }})
    )
{%- endmacro %}

{% macro duckdb__difference_sum(left, right, exponent) -%}
    list_sum([
        power(abs(({{ left }})[place] - ({{ right }})[place]), {{ exponent }})
        for place in range(1, len({{ left }}) + 1)
    ])
{%- endmacro %}
