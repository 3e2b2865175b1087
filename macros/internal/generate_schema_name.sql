{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Published tables live in `assay`, working tables in `assay_work`. The variable assay_schema
        replaces the word `assay`, so that several developers can share one warehouse. -#}
    {%- if custom_schema_name is none -%}
        {{ target.schema }}
    {%- else -%}
        {{ custom_schema_name | trim | replace('assay', var('assay_schema', 'assay'), 1) }}
    {%- endif -%}
{%- endmacro %}
