{% macro mix_integer(value) %}
    {#- A bijective mix of an integer from 0 to 2^32 - 1: three xor-shifts around two multiplications. The argument is
        written out eight times: pass a short expression, and put a mixed value into a column before mixing it again.
        Where many values are mixed, _mix_round() twice and xor_shift(), each into a column, cost less to plan. -#}
    {{ return(adapter.dispatch('mix_integer', 'assay')(value)) }}
{% endmacro %}

{% macro default__mix_integer(value) -%}
    {{ assay.xor_shift(assay._mix_round(assay._mix_round(value))) }}
{%- endmacro %}
