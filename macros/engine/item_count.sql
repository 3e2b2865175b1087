{% macro item_count(array, value) %}
    {#- How often an array holds a value. -#}
    {{ return(adapter.dispatch('item_count', 'assay')(array, value)) }}
{% endmacro %}

{% macro default__item_count(array, value) -%}
    size(filter({{ array }}, item -> item = {{ value }}))
{%- endmacro %}

{% macro duckdb__item_count(array, value) -%}
    len(list_filter({{ array }}, lambda item: item = {{ value }}))
{%- endmacro %}
