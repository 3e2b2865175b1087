{% macro cyclic_time(timestamp, part, wave) %}
    {#- A part of a timestamp (hour, day_of_week or month) on a circle, so that its end lies beside its beginning:
        `wave` is sin or cos of 2 pi (part - first part) / parts. -#}
    {%- set parts = {'hour': 24, 'day_of_week': 7, 'month': 12}[part] -%}
    {%- set first = 0 if part == 'hour' else 1 -%}
    {{ wave }}(cast(2 as double) * pi() * ({{ assay.time_part(timestamp, part, none) }} - {{ first }}) / {{ parts }})
{%- endmacro %}
