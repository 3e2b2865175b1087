with

raw_scores as (
    select * from {{ ref('assay_evaluation__raw_scores') }}
    where task <> 'multiclass'
),

class_probabilities as (
    select * from {{ ref('assay_evaluation__class_probabilities') }}
),

segments as (
    select * from {{ ref('assay_training__calibration_segments') }}
),

-- A quantity has no probability and no segment; an anomaly's score stands in its place.
calibrated as (
    select
        raw_scores.use_case,
        raw_scores.model_version,
        raw_scores.output,
        raw_scores.learner,
        raw_scores.link,
        raw_scores.entity_id,
        raw_scores.split,
        cast(null as string) as label_class,
        cast(null as string) as predicted_class,
        raw_scores.raw_score,
        {{ assay._calibrated('raw_scores') }} as probability,
        raw_scores.label,
        raw_scores.decided_at
    from raw_scores
    left join segments
        on
            {{ assay._segment_holds('raw_scores') }}
),

probabilities as (
    select * from calibrated
    union all
    select
        use_case,
        model_version,
        output,
        learner,
        link,
        entity_id,
        split,
        label_class,
        predicted_class,
        raw_score,
        probability,
        label,
        decided_at
    from class_probabilities
)

select * from probabilities
