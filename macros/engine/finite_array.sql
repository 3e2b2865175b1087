{% macro finite_array(expressions) %}
    {#- An array of floats of the SQL expressions in the given order, each a number or a double; NaN, infinities and
        magnitudes above 1e30 are missing, as in assay.numeric_value. One test and one cast over the array instead of
        one per expression: planning a single row is quicker. The first item makes it an array of doubles. -#}
    {%- set items = [] -%}
    {%- for expression in expressions -%}
        {%- do items.append('cast(' ~ expression ~ ' as double)' if loop.first else expression) -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('finite_array', 'assay')(items)) }}
{% endmacro %}

{% macro default__finite_array(expressions) -%}
    transform(
        cast(array({{ expressions | join(', ') }}) as array<double>),
        item -> cast(case when abs(item) <= cast(1e30 as double) then item end as float)
    )
{%- endmacro %}

{% macro duckdb__finite_array(expressions) -%}
    cast([
        case when abs(item) <= cast(1e30 as double) then item end
        for item in cast([{{ expressions | join(',\n        ') }}] as double[])
    ] as float[])
{%- endmacro %}
