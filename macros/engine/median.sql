{% macro median(expression) %}
    {#- The exact median, the mean of the two middle values where their number is even; NULLs do not count. -#}
    {{ return(adapter.dispatch('median', 'assay')(expression)) }}
{% endmacro %}

{% macro default__median(expression) -%}
    percentile({{ expression }}, cast(0.5 as double))
{%- endmacro %}

{% macro duckdb__median(expression) -%}
    quantile_cont({{ expression }}, cast(0.5 as double))
{%- endmacro %}
