{% macro bits(value, offset, count) %}
    {#- The number that `count` bits of a BIGINT make from bit `offset` on. -#}
    {{ return(adapter.dispatch('bits', 'assay')(value, offset, count)) }}
{% endmacro %}

{% macro default__bits(value, offset, count) -%}
    (shiftright({{ value }}, {{ offset }}) & {{ 2 ** count - 1 }})
{%- endmacro %}

{% macro duckdb__bits(value, offset, count) -%}
    ({{ '(' ~ value ~ ' >> ' ~ offset ~ ')' if offset else value }} & {{ 2 ** count - 1 }})
{%- endmacro %}
