{% macro student_t_975(degrees) -%}
    {#- The 97.5 % quantile of Student's t by its expansion around the normal quantile (Abramowitz and Stegun 26.7.5).
        `degrees` of freedom is a double; below 3 the expansion is not good enough and gives NULL. -#}
    {%- set z = 1.959963984540054 -%}
    {%- set terms = [
        (z ** 3 + z) / 4,
        (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
        (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
        (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
    ] -%}
    case
        when {{ degrees }} >= 3
            then cast({{ z }} as double)
            {%- for term in terms %}
            + cast({{ term }} as double) / power({{ degrees }}, {{ loop.index }})
            {%- endfor %}
    end
{%- endmacro %}
