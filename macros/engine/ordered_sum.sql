{% macro ordered_sum(expression, order_by) %}
    {#- A sum of doubles of any size in the one order that `order_by` (a total order within the group) gives, so
        that any number of threads gives the same bytes. It sorts: for summaries. Rows are summed by exact_sum. -#}
    {{ return(adapter.dispatch('ordered_sum', 'assay')(expression, order_by)) }}
{% endmacro %}

{% macro default__ordered_sum(expression, order_by) -%}
    aggregate(
        array_sort(collect_list(case when {{ expression }} is not null
            then struct({{ order_by }}, {{ expression }} as assay_term) end)),
        cast(null as double),
        (total, term) -> coalesce(total, cast(0 as double)) + term.assay_term
    )
{%- endmacro %}

{% macro duckdb__ordered_sum(expression, order_by) -%}
    sum({{ expression }} order by {{ order_by }})
{%- endmacro %}
