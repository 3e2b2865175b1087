{% macro day_of_week(timestamp) %}
    {#- The day of the week from 1 (Monday) to 7 (Sunday). -#}
    {{ return(adapter.dispatch('day_of_week', 'assay')(timestamp)) }}
{% endmacro %}

{% macro default__day_of_week(timestamp) -%}
    (weekday({{ timestamp }}) + 1)
{%- endmacro %}

{% macro duckdb__day_of_week(timestamp) -%}
    isodow({{ timestamp }})
{%- endmacro %}
