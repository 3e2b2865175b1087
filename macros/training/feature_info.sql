{% macro feature_info(model) %}
{#- One row per feature of a model: position, feature_name, input (the source column, or several with | between),
    encoding, category (of a one-hot feature), and the centre and scale that keep large numbers exact. A query in
    brackets; `model` as for assay.predict. -#}
(
    select
        position,
        feature_name,
        source_columns as input,
        encoding,
        case when encoding = 'one_hot' then level end as category,
        centre,
        scale
    from {{ assay._model_features(model) }} as features
)
{% endmacro %}
