{%- set keys = 'use_case, model_version, split' -%}
with

score_groups as (
    select
        *,
        cast(positives_at_or_above as double) / nullif(total_positives, 0) as true_positive_rate,
        cast(negatives_at_or_above as double) / nullif(total_negatives, 0) as false_positive_rate
    from {{ ref('assay_evaluation__score_groups') }}
),

calibration_bins as (
    select * from {{ ref('assay_evaluation__calibration_bins') }}
),

profit_curves as (
    select
        *,
        'valid' as split
    from {{ ref('assay_evaluation__profit_curves') }}
    where value_per_decision is not null
),

-- A curve of a million points is thinned to those that end a step of its length, so that every point
-- that stays lies exactly on the curve.
stepped as (
    select
        {{ keys }},
        'roc' as curve,
        learner,
        false_positive_rate as x,
        true_positive_rate as y,
        probability as threshold,
        rows_at_or_above as acted_rows,
        floor(99 * (false_positive_rate + true_positive_rate)) as step
    from score_groups
    where total_positives > 0 and total_negatives > 0
    union all
    select
        {{ keys }},
        'precision_recall' as curve,
        learner,
        true_positive_rate as x,
        precision_at_or_above as y,
        probability as threshold,
        rows_at_or_above as acted_rows,
        floor(198 * true_positive_rate) as step
    from score_groups
    where total_positives > 0
    union all
    select
        {{ keys }},
        'profit' as curve,
        learner,
        acted_rate as x,
        value_per_decision as y,
        threshold,
        acted_rows,
        floor(198 * acted_rate) as step
    from profit_curves
),

numbered as (
    select
        *,
        row_number() over (partition by {{ keys }}, curve, step order by acted_rows desc) as place_in_step
    from stepped
),

thinned as (
    select
        {{ keys }},
        curve,
        learner,
        x,
        y,
        threshold,
        acted_rows as n
    from numbered
    where place_in_step = 1
    union all
    select distinct
        {{ keys }},
        curve,
        learner,
        cast(0 as double) as x,
        cast(0 as double) as y,
        {{ assay._never_threshold() }} as threshold,
        0 as n
    from stepped
    where curve = 'roc'
),

deciles as (
    select {{ assay.integer_rows(1, 10) }} as decile
),

-- A group of equal scores that a decile cuts gives it the share that fits.
gains as (
    select
        score_groups.use_case,
        score_groups.model_version,
        score_groups.split,
        score_groups.learner,
        score_groups.probability as threshold,
        deciles.decile / cast(10 as double) as acted_share,
        (
            positives_at_or_above
            - (rows_at_or_above - deciles.decile * total_rows / cast(10 as double)) * positive_count / row_count
        ) / total_positives as gain,
        rows_at_or_above as n
    from score_groups
    inner join deciles
        on
            10 * (rows_at_or_above - row_count) < deciles.decile * total_rows
            and 10 * rows_at_or_above >= deciles.decile * total_rows
    where total_positives > 0
),

points as (
    select
        *,
        cast(null as double) as ci_low,
        cast(null as double) as ci_high
    from thinned
    union all
    select {{ keys }}, 'gain' as curve, learner, acted_share as x, gain as y, threshold, n, null, null
    from gains
    union all
    select {{ keys }}, 'lift' as curve, learner, acted_share as x, gain / acted_share as y, threshold, n, null, null
    from gains
    union all
    select
        {{ keys }},
        'calibration' as curve,
        learner,
        mean_probability as x,
        observed_rate as y,
        cast(null as double) as threshold,
        n,
        {{ assay.wilson_bound('observed_rate', 'n', 'low') }} as ci_low,
        {{ assay.wilson_bound('observed_rate', 'n', 'high') }} as ci_high
    from calibration_bins
),

curves as (
    select
        {{ keys }},
        curve,
        cast(row_number() over (
            partition by {{ keys }}, curve order by x, n, threshold desc
        ) as integer) as point,
        learner,
        x,
        y,
        threshold,
        ci_low,
        ci_high,
        n
    from points
)

select * from curves
