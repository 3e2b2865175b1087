{% macro _argument_entities(use_case, declaration, decisions) %}
    {#- The rows that a table function is called with; where the last known label is a feature, with the label that
        `decisions`, the waist, knew at each row's time. -#}
    {%- set rows = assay.relation_argument() -%}
    {%- if not declaration.features.last_label -%}{{ return(rows) }}{%- endif -%}
    {%- set entity = declaration.entity -%}
    {%- set asked -%}
        (
            select distinct
                cast({{ adapter.quote(entity.key) }} as string) as entity_id,
                cast({{ adapter.quote(entity.time) }} as timestamp) as decided_at
            from {{ rows }}
        )
    {%- endset -%}
    {%- set labels -%}
        (
            select entity_id, label, decided_at, label_known_at
            from {{ decisions.include(database=false) }}
            where use_case = {{ dbt.string_literal(use_case) }}
        )
    {%- endset -%}
    {{ return(assay.with_last_label(entity, rows, assay.last_known_labels(asked, labels))) }}
{% endmacro %}
