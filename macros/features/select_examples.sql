{% macro select_examples(use_case, declaration) %}
{#- One use case's rows of the `examples` waist: the only place where columns become feature arrays.
    Reads the CTEs `splits` and `target_encodings` and the built feature space. -#}
{%- set entity = declaration.entity -%}
{%- set features = assay.feature_rows(
    ref('assay_features__feature_space'), 'use_case = ' ~ dbt.string_literal(use_case)
) %}
    union all
    select
        splits.use_case,
        splits.entity_id,
        splits.cluster_id,
        splits.split,
        splits.label_class,
        splits.example_number,
        splits.fold,
        splits.learned_from_fold,
        splits.label,
        splits.weight,
        {{ assay.encoded_array(features, 'entities', 'splits.decided_at') }} as features,
        splits.decided_at
    from {{ assay.select_entities(use_case, declaration) }} as entities
    inner join splits
        on
            cast(entities.{{ adapter.quote(entity.key) }} as string) = splits.entity_id
            and cast(entities.{{ adapter.quote(entity.time) }} as timestamp) = splits.decided_at
    {{- assay.encoding_joins(
        features, 'entities', 'target_encodings',
        {'use_case': 'splits.use_case', 'fold': 'splits.encoding_fold'}
    ) }}
    where splits.use_case = {{ dbt.string_literal(use_case) }}
{% endmacro %}
