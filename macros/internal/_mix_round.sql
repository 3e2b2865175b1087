{% macro _mix_round(value) -%}
    {#- One of the two rounds of mix_integer(). The multiplier is below 2^27, so that every product fits a BIGINT. -#}
    (({{ assay.xor_shift(value) }} * 73244475) & 4294967295)
{%- endmacro %}
