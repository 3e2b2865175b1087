{% macro select_entities(use_case, declaration) %}
    {#- The rows that features are taken from: the declared relation, with `last_label` where it is declared. -#}
    {%- set relation = assay.relation_named(declaration.entity.relation) -%}
    {%- if not declaration.features.last_label -%}{{ return(relation) }}{%- endif -%}
    {%- set labels -%}
        (select * from {{ ref('assay_features__last_labels') }} where use_case = {{ dbt.string_literal(use_case) }})
    {%- endset -%}
    {{ return(assay.with_last_label(declaration.entity, relation, labels)) }}
{% endmacro %}
