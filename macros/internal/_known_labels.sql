{% macro _known_labels(model) %}
    {#- The labels of a use case's decisions and since when they are known, as a query in brackets; `model` is
        assay.champion('<use case>'). -#}
    {%- set decisions = assay._relation_of('assay_inputs__decisions') -%}
    (
        select entity_id, label, decided_at, label_known_at
        from {{ decisions }}
        where use_case = {{ dbt.string_literal(model.use_case) }}
    )
{%- endmacro %}
