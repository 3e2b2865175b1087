{% macro power_of_two(expression) -%}
    {#- The power of two next to a positive number, not below 2^-200: dividing by it changes no digit. NULL stays
        NULL. -#}
    case
        when {{ expression }} > 0
            then power(
                cast(2 as double),
                greatest(cast(-200 as double), round(ln({{ expression }}) / ln(cast(2 as double))))
            )
    end
{%- endmacro %}
