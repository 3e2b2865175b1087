{% macro trees_per_pack(depth) %}
    {#- How many trees share a word of bits: as many as fit 50 bits, which a double adds without rounding. -#}
    {{ return(50 // depth) }}
{% endmacro %}
