with

score_groups as (
    select * from {{ ref('assay_evaluation__score_groups') }}
),

binned as (
    select
        use_case,
        model_version,
        output,
        split,
        calibration_bin,
        learner,
        {{ assay.exact_sum('row_count * probability') }} as probability_sum,
        cast(sum(row_count) as bigint) as n,
        cast(sum(positive_count) as bigint) as positives
    from score_groups
    group by use_case, model_version, output, split, calibration_bin, learner
),

calibration_bins as (
    select
        use_case,
        model_version,
        output,
        split,
        calibration_bin,
        learner,
        probability_sum / n as mean_probability,
        cast(positives as double) / n as observed_rate,
        positives - probability_sum as excess_positives,
        n,
        positives
    from binned
)

select * from calibration_bins
