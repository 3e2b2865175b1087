{% macro quantile(expression, probability) %}
    {#- An exact quantile with linear interpolation between neighbours (numpy's default); aggregate. -#}
    {{ return(adapter.dispatch('quantile', 'assay')(expression, probability)) }}
{% endmacro %}

{% macro default__quantile(expression, probability) -%}
    percentile({{ expression }}, {{ probability }})
{%- endmacro %}

{% macro duckdb__quantile(expression, probability) -%}
    quantile_cont({{ expression }}, {{ probability }})
{%- endmacro %}
