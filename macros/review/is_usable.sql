{% macro is_usable(expression) -%}
    {#- Whether a double can enter sums of fourth powers: not NULL, not NaN, not infinite, not beyond 1e70. -#}
    (abs({{ expression }}) <= cast(1e70 as double))
{%- endmacro %}
