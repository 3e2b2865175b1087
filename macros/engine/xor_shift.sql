{% macro xor_shift(value) %}
    {#- An integer from 0 to 2^32 - 1 with its upper 16 bits mixed into the lower ones. -#}
    {{ return(adapter.dispatch('xor_shift', 'assay')(value)) }}
{% endmacro %}

{% macro default__xor_shift(value) -%}
    ({{ value }} ^ shiftright({{ value }}, 16))
{%- endmacro %}

{% macro duckdb__xor_shift(value) -%}
    xor({{ value }}, {{ value }} >> 16)
{%- endmacro %}
