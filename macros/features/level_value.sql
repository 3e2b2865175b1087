{% macro level_value(expression) %}
    {#- A category as text; missing is a category of its own. -#}
    coalesce(cast({{ expression }} as string), '(missing)')
{%- endmacro %}
