with

score_groups as (
    select * from {{ ref('assay_evaluation__score_groups') }}
    where total_positives > 0
),

deciles as (
    select {{ assay.integer_rows(1, 10) }} as decile
),

-- A group of equal scores that a decile's edge cuts counts with the share of it that fits.
gains as (
    select
        score_groups.use_case,
        score_groups.model_version,
        score_groups.split,
        deciles.decile,
        score_groups.learner,
        score_groups.probability as threshold,
        deciles.decile / cast(10 as double) as acted_share,
        (
            positives_at_or_above
            - (rows_at_or_above - deciles.decile * total_rows / cast(10 as double)) * positive_count / row_count
        ) / total_positives as gain,
        rows_at_or_above
    from score_groups
    inner join deciles
        on
            10 * (rows_at_or_above - row_count) < deciles.decile * total_rows
            and 10 * rows_at_or_above >= deciles.decile * total_rows
)

select * from gains
