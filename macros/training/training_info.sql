{% macro training_info(model) %}
{#- One row per version of an ml_model that was ever trained: learner, parameters (JSON), how many rows taught it and
    how many were kept apart, what training cost, and whether it is the present one. A query in brackets. -#}
(
    select
        model_version,
        learner,
        parameters,
        data_split_method,
        training_rows,
        evaluation_rows,
        feature_count,
        training_seconds,
        peak_memory_bytes,
        is_current,
        trained_at
    from {{ model }}
    where fold = 0
)
{% endmacro %}
