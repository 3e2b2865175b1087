{% macro last_known(expression, partition_by, order_by) %}
    {#- The latest value that is not NULL, of a row or the rows of its group before it; `order_by` is a total order. -#}
    {{ return(adapter.dispatch('last_known', 'assay')(expression, partition_by, order_by)) }}
{% endmacro %}

{% macro default__last_known(expression, partition_by, order_by) -%}
    last_value({{ expression }}, true) over (
        partition by {{ partition_by }} order by {{ order_by }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}

{% macro duckdb__last_known(expression, partition_by, order_by) -%}
    last_value({{ expression }} ignore nulls) over (
        partition by {{ partition_by }} order by {{ order_by }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}
