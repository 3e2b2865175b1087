{% macro with_last_label(entity, relation, labels) -%}
    {#- The rows of `relation` with the column last_label, as a query in brackets. `entity` is the declared entity,
        `labels` a query in brackets with a row per entity_id and decided_at, as assay.last_known_labels gives it. -#}
    (
        select
            entities.*,
            last_labels.last_label
        from {{ relation }} as entities
        left join {{ labels }} as last_labels
            on
                cast(entities.{{ adapter.quote(entity.key) }} as string) = last_labels.entity_id
                and cast(entities.{{ adapter.quote(entity.time) }} as timestamp) = last_labels.decided_at
    )
{%- endmacro %}
