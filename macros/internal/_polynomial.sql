{% macro _polynomial(coefficients, variable) -%}
    {#- A polynomial by Horner's rule, in double; `coefficients` from the highest power down, as texts. -#}
    {%- set nested = namespace(sql=assay._double_literal(coefficients[0])) -%}
    {%- for coefficient in coefficients[1:] -%}
        {%- set nested.sql = '(' ~ nested.sql ~ ' * ' ~ variable ~ ' + ' ~ assay._double_literal(coefficient) ~ ')' -%}
    {%- endfor -%}
    {{ nested.sql }}
{%- endmacro %}
