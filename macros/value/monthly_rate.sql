{% macro monthly_rate(rate_annual) %}
    {#- The monthly rate that compounds to `rate_annual` in twelve months: (1 + r)^(1/12) - 1.
        At 12 % a year this is 0.949 % a month; dividing by twelve would give 1 %, which is 12.68 % a year.

        rate_annual  SQL expression, 0.12 for 12 %. -#}
    {{ return(adapter.dispatch('monthly_rate', 'assay')(rate_annual)) }}
{% endmacro %}

{% macro default__monthly_rate(rate_annual) -%}
    (power(1 + cast({{ rate_annual }} as double), cast(1 as double) / 12) - 1)
{%- endmacro %}
