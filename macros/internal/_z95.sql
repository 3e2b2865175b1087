{% macro _z95() -%}
    {#- The 97.5 % point of the standard normal distribution: every interval of the package covers 95 %. -#}
    cast(1.959963984540054 as double)
{%- endmacro %}
