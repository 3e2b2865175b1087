{% macro trees_per_pack(depth) %}
    {#- How many trees are scored at once: as many as fit 50 bits, which a double adds without rounding. -#}
    {{ return(50 // depth) }}
{% endmacro %}
