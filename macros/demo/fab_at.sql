{% macro fab_at(day) -%}
    {#- The time, to the second, that lies `day` days (an SQL expression) after the start of the time axis. -#}
    {{ dbt.dateadd('second', 'cast(round((' ~ day ~ ') * 86400) as bigint)', "cast('2024-07-01' as timestamp)") }}
{%- endmacro %}
