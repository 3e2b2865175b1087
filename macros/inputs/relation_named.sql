{% macro relation_named(name) %}
    {#- A declared relation name as a relation: `model_or_seed`, or `source.table`. -#}
    {%- set parts = name.split('.') -%}
    {{ return(ref(name) if parts | length == 1 else source(parts[0], parts[1])) }}
{% endmacro %}
