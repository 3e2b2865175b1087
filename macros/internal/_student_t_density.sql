{% macro _student_t_density(value, degrees) -%}
    {#- The density of Student's t. The ratio of gamma functions is Stirling's at degrees / 2 + 10, brought back by ten
        exact steps; ln(1 + x) = 2 atanh(x / (2 + x)) keeps small x. -#}
    {%- set far = '(' ~ degrees ~ ' / 2 + 10)' -%}
    sqrt({{ far }}) * (
        1 - 1 / (8 * {{ far }}) + 1 / (128 * power({{ far }}, 2)) + 5 / (1024 * power({{ far }}, 3))
        - 21 / (32768 * power({{ far }}, 4)) - 399 / (262144 * power({{ far }}, 5))
        + 869 / (4194304 * power({{ far }}, 6)) + 39325 / (33554432 * power({{ far }}, 7))
    )
    {%- for step in range(10) %}
    * ({{ degrees }} / 2 + {{ step }}) / ({{ degrees }} / 2 + cast({{ step + 0.5 }} as double))
    {%- endfor %}
    / sqrt({{ degrees }} * cast(3.141592653589793 as double))
    * exp(-({{ degrees }} + 1) * atanh(
        {{ value }} * {{ value }} / (2 * {{ degrees }} + {{ value }} * {{ value }})
    ))
{%- endmacro %}
