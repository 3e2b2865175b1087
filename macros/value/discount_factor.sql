{% macro discount_factor(month, rate_annual) %}
    {#- What one unit of money in `month` is worth at month 0: (1 + r)^(-month / 12).

        month        SQL expression, months after the start; month 0 is not discounted.
        rate_annual  SQL expression, 0.12 for 12 %. -#}
    {{ return(adapter.dispatch('discount_factor', 'assay')(month, rate_annual)) }}
{% endmacro %}

{% macro default__discount_factor(month, rate_annual) -%}
    power(1 + cast({{ rate_annual }} as double), -cast({{ month }} as double) / 12)
{%- endmacro %}
