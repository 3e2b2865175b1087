with

raw_scores as (
    select * from {{ ref('assay_evaluation__raw_scores') }}
),

segments as (
    select * from {{ ref('assay_training__calibration_segments') }}
),

-- A quantity has no probability and no segment. Below the first corner and above the last one the
-- map is flat.
probabilities as (
    select
        raw_scores.use_case,
        raw_scores.model_version,
        raw_scores.output,
        raw_scores.learner,
        raw_scores.link,
        raw_scores.entity_id,
        raw_scores.split,
        raw_scores.raw_score,
        case
            when raw_scores.link = 'probability' then raw_scores.raw_score
            else
                segments.corner_probability
                + segments.slope
                * (greatest(raw_scores.raw_score, segments.corner_score) - segments.corner_score)
        end as probability,
        raw_scores.label,
        raw_scores.decided_at
    from raw_scores
    left join segments
        on
            raw_scores.use_case = segments.use_case
            and raw_scores.model_version = segments.model_version
            and raw_scores.raw_score >= coalesce(segments.score_low, raw_scores.raw_score)
            and (segments.score_high is null or raw_scores.raw_score < segments.score_high)
)

select * from probabilities
