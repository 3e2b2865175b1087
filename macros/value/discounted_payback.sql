{% macro discounted_payback(relation, keys, month, amount, rate_annual) %}
    {#- As `payback`, with every amount at its present value: when the money spent has come back with interest.
        The column is called payback_months here too.

        rate_annual  SQL expression over the relation, 0.12 for 12 %; other arguments as in `payback`. -#}
    {{ return(adapter.dispatch('discounted_payback', 'assay')(relation, keys, month, amount, rate_annual)) }}
{% endmacro %}

{% macro default__discounted_payback(relation, keys, month, amount, rate_annual) -%}
    {{ assay.payback(relation, keys, month, '(' ~ amount ~ ') * ' ~ assay.discount_factor(month, rate_annual)) }}
{%- endmacro %}
