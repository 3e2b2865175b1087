{% macro window_item_counts(items) %}
    {#- How many rows of the query around hold each item of an array, as a map from item to count; NULLs do not
        count. An engine may go through the items of all rows for every row: for thousands of rows, not for
        millions. -#}
    {{ return(adapter.dispatch('window_item_counts', 'assay')(items)) }}
{% endmacro %}

{% macro default__window_item_counts(items) -%}
    {%- set held = 'filter(flatten(collect_list(array_distinct(' ~ items ~ ')) over ()), item -> item is not null)' -%}
    map_from_entries(transform(
        array_distinct({{ held }}),
        item -> struct(item, size(filter({{ held }}, other -> other = item)))
    ))
{%- endmacro %}

{% macro duckdb__window_item_counts(items) -%}
    list_histogram(flatten(list(list_distinct({{ items }})) over ()))
{%- endmacro %}
