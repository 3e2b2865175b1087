{% macro _select_no_values() %}
{#- What select_values gives where there is nothing to read: no rows, the same columns. -#}
select
    cast(null as string) as use_case,
    cast(null as string) as dataset,
    cast(null as date) as profiled_date,
    cast(null as string) as column_name,
    cast(null as double) as number,
    cast(null as string) as text
where false
{% endmacro %}
