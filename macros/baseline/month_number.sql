{% macro month_number(expression) -%}
    {#- A date's month as a running integer, so that the difference of two is a number of months. -#}
    cast(extract(year from {{ expression }}) * 12 + extract(month from {{ expression }}) as integer)
{%- endmacro %}
