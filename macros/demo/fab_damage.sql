{% macro fab_damage() %}
    {#- Probability that handling damages a wafer: the target, the gap on day 0, and what the gap grows by
        in a month of 30 days. -#}
    {{ return({'target': 0.02, 'gap': 0.010, 'gap_per_month': 0.002, 'month_days': 30}) }}
{% endmacro %}
