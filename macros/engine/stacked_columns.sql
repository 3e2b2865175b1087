{% macro stacked_columns(expressions, position_name, value_name) %}
    {#- Two select items that turn one row into one row per entry of `expressions` ({position: SQL
        expression of one common type}): the position and the value. -#}
    {{ return(adapter.dispatch('stacked_columns', 'assay')(expressions, position_name, value_name)) }}
{% endmacro %}

{% macro default__stacked_columns(expressions, position_name, value_name) -%}
    stack(
        {{ expressions | length }}
        {%- for position, expression in expressions.items() %}, {{ position }}, {{ expression }}{% endfor %}
    ) as ({{ position_name }}, {{ value_name }})
{%- endmacro %}

{% macro duckdb__stacked_columns(expressions, position_name, value_name) -%}
    unnest([{{ expressions.keys() | join(', ') }}]) as {{ position_name }},
        unnest([{{ expressions.values() | join(', ') }}]) as {{ value_name }}
{%- endmacro %}
