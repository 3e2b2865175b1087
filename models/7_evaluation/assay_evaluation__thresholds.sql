with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

model_versions as (
    select distinct
        use_case,
        model_version,
        learner
    from {{ ref('assay_evaluation__probabilities') }}
),

profit_curves as (
    select
        *,
        (true_positive_rate + 1 - false_positive_rate) / 2 as balanced_accuracy
    from {{ ref('assay_evaluation__profit_curves') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by use_case, model_version
            order by
                coalesce(value_per_decision, balanced_accuracy) desc nulls last,
                threshold desc
        ) as preference
    from profit_curves
),

thresholds as (
    select
        model_versions.use_case,
        model_versions.model_version,
        model_versions.learner,
        case when use_cases.has_outcomes then 'value' else 'balanced_accuracy' end as criterion,
        case
            when coalesce(ranked.value_per_decision, ranked.balanced_accuracy) is null
                then 'insufficient_data'
            when not use_cases.has_outcomes then 'not_declared'
            when ranked.value_per_decision is null then 'insufficient_data'
            else 'ok'
        end as evidence_status,
        case
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
)

select * from thresholds
