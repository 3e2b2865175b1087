{% macro _asked_rows(shape, relation) %}
    {#- The rows of `relation` that a model (`shape` is assay._read_model) is asked about; where the last known label is
        a feature of a use case, with the label that its decisions, the waist, knew at each row's time. -#}
    {%- if not shape.labels_known -%}{{ return(relation) }}{%- endif -%}
    {%- set entity = shape.entity -%}
    {%- set asked -%}
        (
            select distinct
                cast({{ adapter.quote(entity.key) }} as string) as entity_id,
                cast({{ adapter.quote(entity.time) }} as timestamp) as decided_at
            from {{ relation }} as asked_rows
        )
    {%- endset -%}
    {{ return(assay.with_last_label(entity, relation, assay.last_known_labels(asked, shape.labels_known))) }}
{% endmacro %}
