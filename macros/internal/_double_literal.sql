{% macro _double_literal(number) -%}
    {#- The text of a number as a literal that engines read as DOUBLE, never as a decimal that rounds. -#}
    {%- set text = number | lower -%}
    {%- set text = text if 'e' in text else text ~ 'e0' -%}
    {{ '(' ~ text ~ ')' if text.startswith('-') else text }}
{%- endmacro %}
