{% macro _whole_number(amount) -%}
    {#- A number as a sentence writes it: rounded, without decimals. -#}
    cast(cast(round({{ amount }}) as bigint) as string)
{%- endmacro %}
