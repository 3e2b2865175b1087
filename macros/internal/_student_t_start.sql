{% macro _student_t_start(degrees) -%}
    {#- Where Newton's method for the 97.5 % quantile of Student's t starts. -#}
    case
        when {{ degrees }} = 1 then cast(12.706204736432095 as double)
        when {{ degrees }} = 2 then cast(4.302652729911275 as double)
        else {{ assay.student_t_975(degrees) }}
    end
{%- endmacro %}
