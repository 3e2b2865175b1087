{% macro select_examples(use_case, declaration) %}
{#- One use case's rows of the `examples` waist: the only place where columns become feature arrays.
    Reads the CTEs `splits`, `target_encodings` and the built feature space. -#}
{%- set entity = declaration.entity -%}
{%- set features = assay.encoded_features(use_case) -%}
{%- set targets = features | selectattr('encoding', 'equalto', 'target') | list -%}
    union all
    select
        splits.use_case,
        splits.entity_id,
        splits.cluster_id,
        splits.split,
        splits.example_number,
        splits.fold,
        splits.label,
        splits.weight,
        {{ assay.array_of(features | map(attribute='expression') | list, 'float') }} as features,
        splits.decided_at
    from {{ assay.relation_named(entity.relation) }} as entities
    inner join splits
        on
            cast(entities.{{ adapter.quote(entity.key) }} as string) = splits.entity_id
            and cast(entities.{{ adapter.quote(entity.time) }} as timestamp) = splits.decided_at
    {%- for target in targets %}
    left join target_encodings as encoding_{{ target.position }}
        on
            encoding_{{ target.position }}.use_case = splits.use_case
            and encoding_{{ target.position }}.source_column = {{ dbt.string_literal(dbt.escape_single_quotes(target.source_column)) }}
            and encoding_{{ target.position }}.level = {{ assay.level_value('entities.' ~ adapter.quote(target.source_column)) }}
            and encoding_{{ target.position }}.fold = splits.encoding_fold
    left join target_priors as prior_{{ target.position }}
        on
            prior_{{ target.position }}.use_case = splits.use_case
            and prior_{{ target.position }}.source_column = {{ dbt.string_literal(dbt.escape_single_quotes(target.source_column)) }}
            and prior_{{ target.position }}.fold = splits.encoding_fold
    {%- endfor %}
    where splits.use_case = {{ dbt.string_literal(use_case) }}
{% endmacro %}
