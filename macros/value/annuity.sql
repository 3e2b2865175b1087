{% macro annuity(present_amount, months, rate_annual) %}
    {#- The amount that, paid at the end of each year for `months`, is worth `present_amount` at month 0: projects of
        unequal lives compare by it (equivalent annual annuity). p · r / (1 - (1 + r)^(-months / 12)), without interest
        p · 12 / months; NULL where there are no months.

        present_amount, months, rate_annual  SQL expressions; the rate is 0.12 for 12 %. -#}
    {{ return(adapter.dispatch('annuity', 'assay')(present_amount, months, rate_annual)) }}
{% endmacro %}

{% macro default__annuity(present_amount, months, rate_annual) -%}
    case
        when {{ months }} <= 0 then cast(null as double)
        when {{ rate_annual }} = 0 then cast({{ present_amount }} as double) * 12 / {{ months }}
        else
            cast({{ present_amount }} as double) * {{ rate_annual }}
            / (1 - {{ assay.discount_factor(months, rate_annual) }})
    end
{%- endmacro %}
