-- Where is the best threshold of any score, and how sure is it? The macros of statistics on a table
-- with a score, a label and a cluster: here the predictions for test rows, where acting on a true
-- alarm earns 70 and on a false one costs 25.
with

scored as (
    select
        predictions.learner,
        decisions.cluster_id,
        predictions.probability,
        predictions.label,
        case when predictions.label = 1 then cast(70 as double) else cast(-25 as double) end
            as value_if_acting,
        cast(0 as double) as value_if_not_acting
    from {{ ref('assay__predictions') }} as predictions
    inner join {{ ref('assay_inputs__decisions') }} as decisions
        on
            predictions.use_case = decisions.use_case
            and predictions.entity_id = decisions.entity_id
            and predictions.decided_at = decisions.decided_at
    where predictions.split = 'test' and predictions.label is not null
),

curve as (
    {{ assay.profit_curve(
        'scored',
        ['learner'],
        'probability',
        'value_if_acting',
        'value_if_not_acting',
        label='label'
    ) }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by learner order by value_per_decision desc, threshold desc
        ) as place
    from curve
),

best as (
    select * from ranked
    where place = 1
),

chosen as (
    select
        scored.*,
        best.threshold,
        case
            when scored.probability >= best.threshold then scored.value_if_acting
            else scored.value_if_not_acting
        end as value
    from scored
    inner join best on scored.learner = best.learner
),

-- Whole clusters are resampled, since rows of one are alike.
values_per_decision as (
    {{ assay.bootstrap_interval('chosen', ['learner'], 'cluster_id', 'value', 200) }}
),

label_rates as (
    {{ assay.wilson_interval('scored', ['learner'], 'label = 1') }}
),

learners as (
    select
        best.learner,
        best.threshold,
        best.acted_rate,
        values_per_decision.mean_value,
        values_per_decision.ci_low,
        values_per_decision.ci_high,
        label_rates.share_rate as label_rate,
        label_rates.ci_low as label_rate_low,
        label_rates.ci_high as label_rate_high,
        {{ assay.normal_probability(
            'values_per_decision.mean_value / nullif(values_per_decision.standard_error, 0)'
        ) }} as positive_probability,
        values_per_decision.mean_value
        + {{ assay.quantile_normal('0.05') }} * values_per_decision.standard_error as value_p05,
        {{ assay.triangular('0.05', '50', '70', '80') }} as gain_p05
    from best
    inner join values_per_decision on best.learner = values_per_decision.learner
    inner join label_rates on best.learner = label_rates.learner
)

select * from learners
order by mean_value desc
