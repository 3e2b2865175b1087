{% macro epoch_days(expression) %}
    {#- Days since 1970-01-01 00:00 UTC as a double, the part of the day in the fraction. `expression` is a date or
        timestamp. -#}
    {{ return(adapter.dispatch('epoch_days', 'assay')(expression)) }}
{% endmacro %}

{% macro default__epoch_days(expression) -%}
    cast(cast({{ expression }} as timestamp) as double) / cast(86400 as double)
{%- endmacro %}

{% macro duckdb__epoch_days(expression) -%}
    epoch(cast({{ expression }} as timestamp)) / cast(86400 as double)
{%- endmacro %}
