{% macro training_info(model) %}
{#- One row per version of a model that was ever trained: learner, parameters (JSON), how many rows taught it and how
    many were kept apart (of an ml_model), what training cost, and whether it is a present one. A query in brackets;
    `model` as for assay.predict. -#}
(
    select distinct
        model_version,
        learner,
        parameters,
        {{ 'cast(null as string) as ' if model.use_case is defined }}data_split_method,
        training_rows,
        {{ 'cast(null as bigint) as ' if model.use_case is defined }}evaluation_rows,
        feature_count,
        training_seconds,
        peak_memory_bytes,
        is_current,
        trained_at
    from {{ assay._all_versions(model) }}
)
{% endmacro %}
