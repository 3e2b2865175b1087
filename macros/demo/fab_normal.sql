{% macro fab_normal(draw, wave='cos') -%}
    {#- A standard normal number from an integer draw (Box and Muller 1958): its high 16 bits give the
        radius, its low 16 bits the angle. `cos` and `sin` of one draw are independent. -#}
    (
        sqrt(-2 * ln(({{ draw }} - {{ draw }} % 65536 + 32768) / cast(4294967296 as double)))
        * {{ wave }}(2 * pi() * (2 * ({{ draw }} % 65536) + 1) / cast(131072 as double))
    )
{%- endmacro %}
