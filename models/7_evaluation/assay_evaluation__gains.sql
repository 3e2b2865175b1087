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
        score_groups.output,
        score_groups.split,
        deciles.decile,
        score_groups.learner,
        score_groups.probability as threshold,
        deciles.decile / cast(10 as double) as acted_share,
        (
            score_groups.positives_at_or_above
            - (
                score_groups.rows_at_or_above
                - deciles.decile * score_groups.total_rows / cast(10 as double)
            ) * score_groups.positive_count / score_groups.row_count
        ) / score_groups.total_positives as gain,
        score_groups.rows_at_or_above
    from score_groups
    inner join deciles
        on
            10 * (score_groups.rows_at_or_above - score_groups.row_count)
            < deciles.decile * score_groups.total_rows
            and 10 * score_groups.rows_at_or_above >= deciles.decile * score_groups.total_rows
)

select * from gains
