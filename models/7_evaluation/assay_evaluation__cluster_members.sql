{%- set clustering = 'use_case, model_version, split' -%}
{%- set within = 'use_case, model_version, split, cluster' -%}
with

examples as (
    select * from {{ ref('assay_features__examples') }}
),

-- All models of a version measure distance by the means and scales of all training rows.
models as (
    select * from {{ ref('assay_training__models') }}
    where is_current and fold = 0 and link = 'distance' and output = '1'
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where decision and split in {{ assay.judged_splits() }}
),

points as (
    select
        predictions.use_case,
        predictions.model_version,
        predictions.split,
        predictions.output as cluster,
        predictions.learner,
        predictions.entity_id,
        predictions.cluster_id,
        cast(examples.example_number as string) as point_id,
        examples.fold,
        predictions.raw_score as squared_distance,
        predictions.label,
        {{ assay.standardised_terms(
            'examples.features', 'models.feature_means', 'models.feature_scales',
            'models.square_coefficients'
        ) }} as point,
        predictions.decided_at
    from predictions
    inner join models
        on
            predictions.use_case = models.use_case
            and predictions.model_version = models.model_version
    inner join examples
        on
            predictions.use_case = examples.use_case
            and predictions.entity_id = examples.entity_id
            and predictions.decided_at = examples.decided_at
),

centres as (
{{ assay._select_centres('points', within) }}
),

middles as (
{{ assay._select_centres('points', clustering) }}
),

placed as (
    select
        points.*,
        centres.centre,
        {{ assay.squared_distance('points.point', 'centres.centre') }} as centre_square,
        {{ assay.squared_distance('points.point', 'middles.centre') }} as middle_square
    from points
    inner join centres using ({{ within }})
    inner join middles using ({{ clustering }})
),

overlaps_of_rows as (
    {{ assay.select_overlaps('placed', ['use_case', 'model_version', 'split']) | indent(4) }}
),

silhouettes as (
    {{ assay.select_silhouettes(
        'points', ['use_case', 'model_version', 'split'], var('assay_silhouette_rows', 500)
    ) | indent(4) }}
),

cluster_members as (
    select
        placed.use_case,
        placed.model_version,
        placed.split,
        placed.entity_id,
        placed.learner,
        placed.cluster,
        placed.cluster_id,
        placed.fold,
        placed.label,
        placed.squared_distance,
        placed.centre_square,
        placed.middle_square,
        overlaps_of_rows.overlap,
        silhouettes.silhouette,
        placed.decided_at
    from placed
    left join overlaps_of_rows using ({{ clustering }}, point_id)
    left join silhouettes using ({{ clustering }}, point_id)
)

select * from cluster_members
