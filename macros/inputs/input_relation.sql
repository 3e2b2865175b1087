{% macro input_relation(name) %}
    {#- The relation a project mapped to the declared table `name`, or none where it is not mapped. -#}
    {%- set mapped = var('assay_inputs', none) -%}
    {%- if mapped is none -%}
        {%- set uses_demo = project_name == 'assay' and var('assay_use_cases', none) is none -%}
        {%- set mapped = var('assay_demo')['inputs'] if uses_demo else {} -%}
    {%- endif -%}
    {{ return(assay.relation_named(mapped[name]) if name in mapped else none) }}
{% endmacro %}
