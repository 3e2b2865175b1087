{% macro fab_axis_days() -%}
    {#- Length of the time axis in days; it starts on 2024-07-01. What would be known later is not known. -#}
    {{ return(var('assay_demo_days', 720)) }}
{%- endmacro %}
