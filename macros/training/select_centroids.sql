{% macro select_centroids(models, keys) %}
{#- One row per cluster and feature of k-means models: centroid_id (the cluster's number), position, feature_name,
    numerical_value (of the centre, in units of the feature array) and standardised_value (in standard deviations from
    the mean of the training rows). `models` is a relation or query in brackets as assay_training__models, `keys` its
    columns that name a model. -#}
{%- set model = keys | join(', ') ~ ', ' if keys else '' -%}
with

centred_features as (
    select
        {{ model -}}
        cast(output as integer) as centroid_id,
        {{ assay.exploded_arrays({
            'feature_name': 'feature_names', 'coefficient': 'coefficients', 'mean': 'feature_means',
            'scale': 'feature_scales',
        }, 'position') }}
    from {{ models }} as clustered_models
    where form = 'quadratic' and link = 'distance'
),

-- The squared distance is z z - 2 c z + c c.
centroids as (
    select
        {{ model -}}
        centroid_id,
        cast(position as integer) as position,
        feature_name,
        mean - scale * coefficient / 2 as numerical_value,
        -coefficient / 2 as standardised_value
    from centred_features
)

select * from centroids
{% endmacro %}
