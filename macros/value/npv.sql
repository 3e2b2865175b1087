{% macro npv(amount, month, rate_annual) %}
    {#- Net present value: an aggregate over the rows of a group, sum(amount * (1 + r)^(-month / 12)).
        Unlike plain sum it is NULL as soon as one amount or the rate is: an unknown flow is not a zero flow.

        amount       SQL expression, money in any currency; costs negative.
        month        SQL expression, months after the start.
        rate_annual  SQL expression, 0.12 for 12 %.

        select use_case, {{ assay.npv('amount', 'month', '0.10') }} as npv_amount from flows group by use_case -#}
    {{ return(adapter.dispatch('npv', 'assay')(amount, month, rate_annual)) }}
{% endmacro %}

{% macro default__npv(amount, month, rate_annual) -%}
    {%- set present = '(' ~ amount ~ ') * ' ~ assay.discount_factor(month, rate_annual) -%}
    case when count(*) = count({{ present }}) then {{ assay.exact_sum(present) }} end
{%- endmacro %}
