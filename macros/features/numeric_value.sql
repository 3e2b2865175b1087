{% macro numeric_value(expression) %}
    {#- A number as a double in the range a float can hold; NaN, infinities and magnitudes above 1e30 are missing. -#}
    {%- set value = 'cast(' ~ expression ~ ' as double)' -%}
    case when abs({{ value }}) <= cast(1e30 as double) then {{ value }} end
{%- endmacro %}
