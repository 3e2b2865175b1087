{% macro fab_pm_age_days(step) -%}
    {#- Days since the last maintenance of the chamber that a step of the wafer ran on. Each chamber is
        maintained every 14 to 30 days from its own first day on, the same rule as in fab_chambers. -#}
    {%- set chamber = '(' ~ (step.number - 1) * 9 ~ ' + ' ~ step.name ~ '_tool * 3 - 3 + ' ~ step.name ~ '_chamber)' -%}
    {%- set elapsed = '(' ~ step.name ~ '_day + 100 + ' ~ chamber ~ ' * 5 % 13)' -%}
    {%- set interval = '(14 + ' ~ chamber ~ ' * 7 % 17)' -%}
    ({{ elapsed }} - {{ interval }} * floor({{ elapsed }} / {{ interval }}))
{%- endmacro %}
