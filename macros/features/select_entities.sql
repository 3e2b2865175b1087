{% macro select_entities(use_case, declaration) %}
    {#- The rows that features are taken from: the declared relation. -#}
    {{ return(assay.relation_named(declaration.entity.relation)) }}
{% endmacro %}
