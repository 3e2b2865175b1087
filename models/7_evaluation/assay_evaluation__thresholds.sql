with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

probabilities as (
    select * from {{ ref('assay_evaluation__probabilities') }}
),

model_versions as (
    select distinct
        use_case,
        model_version,
        learner
    from probabilities
),

profit_curves as (
    select
        *,
        (true_positive_rate + 1 - false_positive_rate) / 2 as balanced_accuracy
    from {{ ref('assay_evaluation__profit_curves') }}
),

training_scores as (
    select
        probabilities.use_case,
        probabilities.model_version,
        probabilities.probability,
        use_cases.contamination_rate * count(*) over (
            partition by probabilities.use_case, probabilities.model_version
        ) as allowed_rows,
        count(*) over (
            partition by probabilities.use_case, probabilities.model_version
            order by probabilities.probability desc
        ) as rows_at_or_above
    from probabilities
    inner join use_cases on probabilities.use_case = use_cases.use_case
    where probabilities.split = 'train' and use_cases.contamination_rate is not null
),

-- The lowest score that no more training rows reach than may count as anomalies. Where all are
-- alike nothing stands out.
contaminations as (
    select
        use_case,
        model_version,
        coalesce(
            min(case
                when rows_at_or_above <= allowed_rows + cast(1e-9 as double) then probability
            end),
            {{ assay._never_threshold() }}
        ) as threshold
    from training_scores
    group by use_case, model_version
),

-- Where the threshold is given, the first point of the curve that reaches it.
ranked as (
    select
        profit_curves.*,
        row_number() over (
            partition by profit_curves.use_case, profit_curves.model_version
            order by
                case when contaminations.threshold is not null then profit_curves.threshold end asc,
                coalesce(profit_curves.value_per_decision, profit_curves.balanced_accuracy)
                desc nulls last,
                profit_curves.threshold desc
        ) as preference
    from profit_curves
    left join contaminations
        on
            profit_curves.use_case = contaminations.use_case
            and profit_curves.model_version = contaminations.model_version
    where profit_curves.threshold >= coalesce(contaminations.threshold, profit_curves.threshold)
),

thresholds as (
    select
        model_versions.use_case,
        model_versions.model_version,
        model_versions.learner,
        case
            when contaminations.threshold is not null then 'contamination'
            when use_cases.has_outcomes then 'value'
            else 'balanced_accuracy'
        end as criterion,
        case
            when contaminations.threshold is not null and not use_cases.has_outcomes
                then 'not_declared'
            when coalesce(ranked.value_per_decision, ranked.balanced_accuracy) is null
                then 'insufficient_data'
            when not use_cases.has_outcomes then 'not_declared'
            when ranked.value_per_decision is null then 'insufficient_data'
            else 'ok'
        end as evidence_status,
        case
            when contaminations.threshold is not null then contaminations.threshold
            when coalesce(ranked.value_per_decision, ranked.balanced_accuracy) is not null
                then ranked.threshold
        end as threshold,
        ranked.value_per_decision,
        ranked.balanced_accuracy,
        ranked.acted_rate,
        coalesce(ranked.n, 0) as n
    from model_versions
    inner join use_cases on model_versions.use_case = use_cases.use_case
    left join ranked
        on
            model_versions.use_case = ranked.use_case
            and model_versions.model_version = ranked.model_version
            and ranked.preference = 1
    left join contaminations
        on
            model_versions.use_case = contaminations.use_case
            and model_versions.model_version = contaminations.model_version
)

select * from thresholds
