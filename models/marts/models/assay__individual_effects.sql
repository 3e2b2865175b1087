with

points as (
    select * from {{ ref('assay_evaluation__effect_points') }}
),

scores as (
    select * from {{ ref('assay_evaluation__exchange_scores') }}
    where purpose = 'effect'
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

individual_effects as (
    select
        scores.use_case,
        scores.model_version,
        examples.entity_id,
        scores.first_column as source_column,
        points.point,
        points.shown_value,
        points.value,
        scores.raw_score,
        scores.prediction,
        examples.decided_at
    from scores
    inner join points
        on
            scores.use_case = points.use_case
            and scores.first_column = points.source_column
            and scores.donor = points.donor
    inner join examples on scores.receiver = examples.example_number
)

select * from individual_effects
