{% macro scaled_differences(left, right, unit) %}
    {#- An array by position of (left - right) * unit, of two arrays of doubles of one length. -#}
    {{ return(adapter.dispatch('scaled_differences', 'assay')(left, right, unit)) }}
{% endmacro %}

{% macro default__scaled_differences(left, right, unit) -%}
    transform(arrays_zip({{ left }}, {{ right }}), pair -> (pair['0'] - pair['1']) * {{ unit }})
{%- endmacro %}

{% macro duckdb__scaled_differences(left, right, unit) -%}
    [(({{ left }})[place] - ({{ right }})[place]) * {{ unit }} for place in range(1, len({{ right }}) + 1)]
{%- endmacro %}
