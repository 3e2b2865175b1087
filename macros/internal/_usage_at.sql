{% macro _usage_at(line) -%}
    {#- Seconds or bytes from a point of the fitted line, never below 0; of the power form the line is a logarithm, and
        what has no double is NULL. -#}
    case
        when run_form = 'power' and {{ line }} < 700 then exp({{ line }})
        when run_form = 'linear' and {{ line }} > 0 then {{ line }}
        when run_form = 'linear' and {{ line }} <= 0 then cast(0 as double)
    end
{%- endmacro %}
