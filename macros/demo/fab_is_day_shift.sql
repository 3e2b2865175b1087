{% macro fab_is_day_shift(day) -%}
    {#- Whether a time, in days since the start of the axis, lies in the day shift (06:00 to 18:00). -#}
    (({{ day }}) - floor({{ day }}) >= 0.25 and ({{ day }}) - floor({{ day }}) < 0.75)
{%- endmacro %}
