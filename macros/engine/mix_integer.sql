{% macro mix_integer(value) %}
    {#- A bijective mix of an integer from 0 to 2^32 - 1: three xor-shifts around two multiplications. The
        multiplier is below 2^27, so that every product fits a BIGINT. The argument is written out eight
        times: pass a short expression, and put a mixed value into a column before mixing it again. -#}
    {{ return(adapter.dispatch('mix_integer', 'assay')(value)) }}
{% endmacro %}

{% macro default__mix_integer(value) -%}
    {%- set first = '(((' ~ value ~ ' ^ shiftright(' ~ value ~ ', 16)) * 73244475) & 4294967295)' -%}
    {%- set second = '(((' ~ first ~ ' ^ shiftright(' ~ first ~ ', 16)) * 73244475) & 4294967295)' -%}
    ({{ second }} ^ shiftright({{ second }}, 16))
{%- endmacro %}

{% macro duckdb__mix_integer(value) -%}
    {%- set first = '((xor(' ~ value ~ ', ' ~ value ~ ' >> 16) * 73244475) & 4294967295)' -%}
    {%- set second = '((xor(' ~ first ~ ', ' ~ first ~ ' >> 16) * 73244475) & 4294967295)' -%}
    xor({{ second }}, {{ second }} >> 16)
{%- endmacro %}
