{% macro array_ordered(expression, order_by) %}
    {#- An aggregate that collects values into an array in the order of the expression `order_by`; NULLs are
        left out, and nothing to collect gives NULL. -#}
    {{ return(adapter.dispatch('array_ordered', 'assay')(expression, order_by)) }}
{% endmacro %}

{% macro default__array_ordered(expression, order_by) -%}
    transform(
        array_sort(collect_list(case when {{ expression }} is not null
            then struct({{ order_by }} as position, {{ expression }} as value) end)),
        pair -> pair.value
    )
{%- endmacro %}

{% macro duckdb__array_ordered(expression, order_by) -%}
    list({{ expression }} order by {{ order_by }}) filter (where {{ expression }} is not null)
{%- endmacro %}
