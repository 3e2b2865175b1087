{% macro quantiles(expression, rates) %}
    {#- Exact quantiles as an array, linear between neighbours; `rates` is a list of numbers from 0 to 1, NULLs do not
        count. -#}
    {{ return(adapter.dispatch('quantiles', 'assay')(expression, rates)) }}
{% endmacro %}

{% macro default__quantiles(expression, rates) -%}
    percentile({{ expression }}, array({{ rates | join(', ') }}))
{%- endmacro %}

{% macro duckdb__quantiles(expression, rates) -%}
    quantile_cont({{ expression }}, [{{ rates | join(', ') }}])
{%- endmacro %}
