{% macro fab_damage_rate(day) -%}
    {#- Probability of handling damage on a day (an SQL expression) of the time axis. -#}
    {%- set damage = assay.fab_damage() -%}
    ({{ damage.target + damage.gap }} + {{ damage.gap_per_month }} * ({{ day }}) / {{ damage.month_days }})
{%- endmacro %}
