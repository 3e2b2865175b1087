with

probabilities as (
    select * from {{ ref('assay_evaluation__probabilities') }}
),

splits as (
    select * from {{ ref('assay_features__splits') }}
),

thresholds as (
    select * from {{ ref('assay_evaluation__thresholds') }}
),

outcome_means as (
    select * from {{ ref('assay_evaluation__outcome_means') }}
),

predictions as (
    select
        probabilities.use_case,
        probabilities.model_version,
        probabilities.entity_id,
        probabilities.split,
        probabilities.learner,
        splits.cluster_id,
        probabilities.raw_score,
        probabilities.probability,
        cast(null as double) as predicted_value,
        probabilities.probability * outcome_means.mean_value_tp_minus_fn
        + (1 - probabilities.probability) * outcome_means.mean_value_fp_minus_tn as expected_value,
        probabilities.label,
        probabilities.probability >= thresholds.threshold as decision,
        probabilities.decided_at
    from probabilities
    inner join splits
        on
            probabilities.use_case = splits.use_case
            and probabilities.entity_id = splits.entity_id
            and probabilities.decided_at = splits.decided_at
    left join thresholds
        on
            probabilities.use_case = thresholds.use_case
            and probabilities.model_version = thresholds.model_version
    left join outcome_means on probabilities.use_case = outcome_means.use_case
)

select * from predictions
