{% macro _polynomial(coefficients, variable) -%}
    {#- A polynomial by Horner's rule, in double; `coefficients` from the highest power down, as texts. -#}
    {%- set nested = namespace(sql='cast(' ~ coefficients[0] ~ ' as double)') -%}
    {%- for coefficient in coefficients[1:] -%}
        {%- set nested.sql = '(' ~ nested.sql ~ ' * ' ~ variable ~ ' + cast(' ~ coefficient ~ ' as double))' -%}
    {%- endfor -%}
    {{ nested.sql }}
{%- endmacro %}
