{% macro input_relation(name) %}
    {#- The relation a project mapped to the declared table `name`, or none where it is not mapped. -#}
    {%- set mapped = assay._declared('inputs').get(name) -%}
    {{ return(none if mapped is none else assay.relation_named(mapped)) }}
{% endmacro %}
