{% macro _double_literal(number) -%}
    {#- The text of a number as a literal that engines read as DOUBLE, never as a decimal that rounds. -#}
    {%- set text = number if 'e' in number else number ~ 'e0' -%}
    {{ '(' ~ text ~ ')' if number.startswith('-') else text }}
{%- endmacro %}
