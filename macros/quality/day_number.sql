{% macro day_number(expression) -%}
    {#- A date as a running integer, so that the difference of two is a number of days. -#}
    cast({{ assay.epoch_days(expression) }} as bigint)
{%- endmacro %}
