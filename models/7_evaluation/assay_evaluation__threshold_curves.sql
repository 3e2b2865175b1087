{%- set keys = 'use_case, model_version, output, split' -%}
with

score_groups as (
    select
        *,
        cast(positives_at_or_above as double) / nullif(total_positives, 0) as true_positive_rate,
        cast(negatives_at_or_above as double) / nullif(total_negatives, 0) as false_positive_rate
    from {{ ref('assay_evaluation__score_groups') }}
),

profit_curves as (
    select
        *,
        '1' as output,
        'valid' as split
    from {{ ref('assay_evaluation__profit_curves') }}
    where value_per_decision is not null
),

-- A curve of a million points is thinned to those that end a step of its length, and the profit
-- curve to the best of each step: every point that stays lies exactly on the curve.
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
        case when acted_rows = 0 then -1 else floor(198 * acted_rate) end as step
    from profit_curves
),

numbered as (
    select
        *,
        row_number() over (
            partition by {{ keys }}, curve, step
            order by case when curve = 'profit' then y end desc, acted_rows desc
        ) as place_in_step
    from stepped
),

threshold_curves as (
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
)

select * from threshold_curves
