{% macro time_part(timestamp, part, decided_at) %}
    {#- A part of a timestamp as a number: hour (0..23), day_of_week (1 Monday .. 7), month (1..12) or
        age_days, the days by which it lies before the decision. -#}
    {%- if part == 'age_days' -%}
        {{ assay.seconds_between(timestamp, decided_at) }} / cast(86400 as double)
    {%- elif part == 'day_of_week' -%}
        {{ assay.day_of_week(timestamp) }}
    {%- else -%}
        extract({{ part }} from {{ timestamp }})
    {%- endif -%}
{%- endmacro %}
