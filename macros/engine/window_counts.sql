{% macro window_counts(expression) %}
    {#- How many rows of the query around hold each value, as a map from value to count; NULLs do not count. -#}
    {{ return(adapter.dispatch('window_counts', 'assay')(expression)) }}
{% endmacro %}

{% macro default__window_counts(expression) -%}
    {{ assay.default__window_item_counts('array(' ~ expression ~ ')') }}
{%- endmacro %}

{% macro duckdb__window_counts(expression) -%}
    (histogram({{ expression }}) over ())
{%- endmacro %}
