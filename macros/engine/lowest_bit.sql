{% macro lowest_bit(value) %}
    {#- The position, from 1, of the lowest bit that is set in a BIGINT other than 0. -#}
    {{ return(adapter.dispatch('lowest_bit', 'assay')(value)) }}
{% endmacro %}

{% macro default__lowest_bit(value) -%}
    bit_count({{ value }} ^ ({{ value }} - 1))
{%- endmacro %}

{% macro duckdb__lowest_bit(value) -%}
    cast(bit_count(xor({{ value }}, {{ value }} - 1)) as integer)
{%- endmacro %}
