{% macro map_over(key, value, partition_by) %}
    {#- A map from the keys to the values of all rows of a partition, in the order of keys, on each of its rows. -#}
    {{ return(adapter.dispatch('map_over', 'assay')(key, value, partition_by)) }}
{% endmacro %}

{% macro default__map_over(key, value, partition_by) -%}
    {%- set frame = '(partition by ' ~ partition_by ~ ' order by ' ~ key
        ~ ' rows between unbounded preceding and unbounded following)' -%}
    map_from_arrays(collect_list({{ key }}) over {{ frame }}, collect_list({{ value }}) over {{ frame }})
{%- endmacro %}

{% macro duckdb__map_over(key, value, partition_by) -%}
    {%- set frame = '(partition by ' ~ partition_by ~ ' order by ' ~ key
        ~ ' rows between unbounded preceding and unbounded following)' -%}
    map(list({{ key }}) over {{ frame }}, list({{ value }}) over {{ frame }})
{%- endmacro %}
