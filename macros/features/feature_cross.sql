{% macro feature_cross(expressions) %}
    {#- Several categories as one: their levels joined by '_', as BigQuery's ML.FEATURE_CROSS; missing is a level. -#}
    {%- set levels = [] -%}
    {%- for expression in expressions -%}{%- do levels.append(assay.level_value(expression)) -%}{%- endfor -%}
    {{ levels | join(" || '_' || ") }}
{%- endmacro %}
