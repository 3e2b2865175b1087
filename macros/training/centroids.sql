{% macro centroids(model) %}
{#- One row per cluster of a k-means model and feature: centroid_id (1 is the largest), feature, numerical_value (of the
    centre, in the unit of the column), standardised_value (in standard deviations from the mean of the training rows).
    A query in brackets; `model` as for assay.predict. -#}
(
    select
        centroids.centroid_id,
        features.feature_name as feature,
        features.centre + features.scale * centroids.numerical_value as numerical_value,
        centroids.standardised_value
    from ({{ assay.select_centroids(assay._current_model(model), []) }}) as centroids
    inner join {{ assay._model_features(model) }} as features on centroids.position = features.position
)
{% endmacro %}
