{% macro fab_operator_number(key, step, day) -%}
    {#- Number of the operator who ran a step: 1 to 60 work the day shift (06:00 to 18:00), 61 to 120 the
        night shift. `key` is a mixed integer column, `day` the time in days since the start of the axis. -#}
    1 + {{ assay.fab_draw(key, step ~ ' operator') }} % 60
    + (case when {{ assay.fab_is_day_shift(day) }} then 0 else 60 end)
{%- endmacro %}
