{% macro mirr(amount, month, finance_rate_annual, reinvest_rate_annual) %}
    {#- Modified internal rate of return per year: an aggregate over one stream of net amounts, one row per month. What
        comes in is put out at the reinvestment rate to the last month, what is spent is paid for at the finance rate
        from month 0; the result is the one rate that turns the second into the first:
        (1 + reinvest) * (PV of what comes in / PV of what is spent)^(12 / last month) - 1.
        NULL where nothing is spent, nothing comes in, an amount is unknown or everything happens in month 0.

        amount                SQL expression, net money of the month; costs negative.
        month                 SQL expression, months after the start.
        finance_rate_annual   SQL expression, constant within the stream; 0.12 for 12 %.
        reinvest_rate_annual  SQL expression, constant within the stream. -#}
    {{ return(adapter.dispatch('mirr', 'assay')(amount, month, finance_rate_annual, reinvest_rate_annual)) }}
{% endmacro %}

{% macro default__mirr(amount, month, finance_rate_annual, reinvest_rate_annual) -%}
    {%- set spent = assay.npv('case when (' ~ amount ~ ') < 0 then 0 - (' ~ amount ~ ') when (' ~ amount ~ ') >= 0 then 0 end', month, finance_rate_annual) -%}
    {%- set received = assay.npv('case when (' ~ amount ~ ') > 0 then (' ~ amount ~ ') when (' ~ amount ~ ') <= 0 then 0 end', month, reinvest_rate_annual) -%}
    case
        when {{ spent }} > 0 and {{ received }} > 0 and max({{ month }}) > 0
            then (1 + max(cast({{ reinvest_rate_annual }} as double)))
                * power({{ received }} / ({{ spent }}), cast(12 as double) / max(cast({{ month }} as double))) - 1
    end
{%- endmacro %}
