{% macro is_first_output() -%}
    {#- A condition of `qualify` over stored models: one row speaks for a model, whatever the number of its outputs. -#}
    row_number() over (partition by use_case, model_version, fold order by output) = 1
{%- endmacro %}
