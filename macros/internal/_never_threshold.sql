{% macro _never_threshold() -%}
    {#- The smallest double above 1: a threshold that no probability reaches, so nobody acts. -#}
    cast(1.0000000000000002 as double)
{%- endmacro %}
