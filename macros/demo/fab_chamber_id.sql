{% macro fab_chamber_id(step) -%}
    {#- The name of the chamber that a step of the wafer ran on, such as ETC-2A. -#}
    {{ dbt.string_literal(step.code ~ '-') }} || cast({{ step.name }}_tool as string)
    || substr('ABC', {{ step.name }}_chamber, 1)
{%- endmacro %}
