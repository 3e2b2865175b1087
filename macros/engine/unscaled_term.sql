{% macro unscaled_term(position, centres, scales) %}
    {#- How a coefficient in the units of the data follows from those of standardised features: the array of factors
        of (intercept, features ...). Position 1 is the intercept, position k + 1 feature k. The last centre and scale
        are the label's; the intercept then still lacks the label's centre. -#}
    {{ return(adapter.dispatch('unscaled_term', 'assay')(position, centres, scales)) }}
{% endmacro %}

{% macro default__unscaled_term(position, centres, scales) -%}
    transform(
        sequence(0, size({{ scales }}) - 1),
        place -> element_at({{ scales }}, -1) * case
            when {{ position }} = 1 and place = 0 then cast(1 as double)
            when {{ position }} = 1 then -get({{ centres }}, place - 1) / get({{ scales }}, place - 1)
            when {{ position }} = place + 1 then 1 / get({{ scales }}, place - 1)
            else cast(0 as double)
        end
    )
{%- endmacro %}

{% macro duckdb__unscaled_term(position, centres, scales) -%}
    [
        ({{ scales }})[-1] * case
            when {{ position }} = 1 and place = 0 then cast(1 as double)
            when {{ position }} = 1 then -({{ centres }})[place] / ({{ scales }})[place]
            when {{ position }} = place + 1 then 1 / ({{ scales }})[place]
            else cast(0 as double)
        end
        for place in range(len({{ scales }}))
    ]
{%- endmacro %}
