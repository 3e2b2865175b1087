with

models as (
    select * from {{ ref('assay_training__models') }}
    where fold = 0 and is_current
),

corners as (
    select
        use_case,
        model_version,
        {{ assay.exploded_arrays(
            {'score': 'calibration_scores', 'probability': 'calibration_probabilities'}, 'segment'
        ) }}
    from models
),

followed as (
    select
        *,
        lead(score) over (partition by use_case, model_version order by segment) as next_score,
        lead(probability) over (partition by use_case, model_version order by segment)
            as next_probability
    from corners
),

-- The first segment reaches down and the last one up without end, so that every score falls into
-- exactly one.
segments as (
    select
        use_case,
        model_version,
        cast(segment as integer) as segment,
        case when segment > 1 then score end as score_low,
        next_score as score_high,
        score as corner_score,
        probability as corner_probability,
        case
            when next_score is null then cast(0 as double)
            else (next_probability - probability) / (next_score - score)
        end as slope
    from followed
)

select * from segments
