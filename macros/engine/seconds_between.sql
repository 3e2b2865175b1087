{% macro seconds_between(earlier, later) %}
    {#- Seconds from one timestamp to another as a double; negative where the second is earlier. -#}
    {{ return(adapter.dispatch('seconds_between', 'assay')(earlier, later)) }}
{% endmacro %}

{% macro default__seconds_between(earlier, later) -%}
    (unix_micros({{ later }}) - unix_micros({{ earlier }})) / cast(1000000 as double)
{%- endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
    (epoch_us({{ later }}) - epoch_us({{ earlier }})) / cast(1000000 as double)
{%- endmacro %}
