with

thresholds as (
    select * from {{ ref('assay_evaluation__thresholds') }}
),

use_cases as (
    select
        use_case,
        task,
        has_outcomes,
        task in {{ assay.unlabelled_tasks() }} as is_unlabelled
    from {{ ref('assay_inputs__use_cases') }}
),

learners as (
    {%- for learner, traits in assay.learners().items() %}
    select
        '{{ learner }}' as learner,
        {{ traits.complexity }} as complexity
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- The last word of a person; it holds as long as the version is current.
promotions as (
    select
        use_case,
        model_version,
        row_number() over (partition by use_case order by promotion_number desc) as recency
    from {{ ref('assay_training__promotions') }}
),

quantity_values as (
    select
        use_case,
        model_version,
        {{ assay.exact_sum('value') }} / nullif(count(value), 0) as value_per_decision
    from {{ ref('assay_evaluation__quantity_outcomes') }}
    where split = 'valid' and model_version is not null
    group by use_case, model_version
),

validation_metrics as (
    select
        use_case,
        model_version,
        max(case when metric = 'roc_auc' then value end) as roc_auc,
        max(case when metric = 'r2' then value end) as r2,
        max(case when metric = 'log_loss' then value end) as log_loss
    from {{ ref('assay_evaluation__metrics') }}
    where split = 'valid' and label_class is null
    group by use_case, model_version
),

-- Learners of equal merit are taken from the simplest up. An imported model has no rank: nobody
-- knows which rows it learned from, so only a person makes it champion. Where no label can show
-- that a constant is as good as what tells rows apart, it comes last.
compared as (
    select
        thresholds.use_case,
        thresholds.model_version,
        thresholds.learner,
        case
            when quantity_values.value_per_decision is not null then 'ok'
            else thresholds.evidence_status
        end as evidence_status,
        thresholds.threshold,
        coalesce(thresholds.value_per_decision, quantity_values.value_per_decision)
            as value_per_decision,
        validation_metrics.roc_auc,
        validation_metrics.r2,
        validation_metrics.log_loss,
        promotions.model_version is not null as is_promoted,
        use_cases.task,
        use_cases.has_outcomes,
        use_cases.is_unlabelled,
        use_cases.is_unlabelled and thresholds.learner = 'constant' as tells_nothing,
        learners.complexity
    from thresholds
    inner join use_cases on thresholds.use_case = use_cases.use_case
    left join learners on thresholds.learner = learners.learner
    left join quantity_values
        on
            thresholds.use_case = quantity_values.use_case
            and thresholds.model_version = quantity_values.model_version
    left join validation_metrics
        on
            thresholds.use_case = validation_metrics.use_case
            and thresholds.model_version = validation_metrics.model_version
    left join promotions
        on
            thresholds.use_case = promotions.use_case
            and thresholds.model_version = promotions.model_version
            and promotions.recency = 1
    where learners.learner is not null or promotions.model_version is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by use_case
            order by
                is_promoted desc,
                value_per_decision desc nulls last,
                case when value_per_decision is null then coalesce(roc_auc, r2) end desc nulls last,
                case when value_per_decision is null then log_loss end asc nulls last,
                tells_nothing asc,
                complexity asc,
                model_version asc
        ) as preference
    from compared
),

champions as (
    select
        use_case,
        model_version,
        learner,
        case
            when is_promoted then 'promoted'
            when value_per_decision is not null then 'value_per_decision'
            when roc_auc is not null then 'roc_auc'
            when r2 is not null then 'r2'
            when log_loss is not null then 'log_loss'
            else 'simplicity'
        end as criterion,
        case
            when coalesce(value_per_decision, roc_auc) is not null then evidence_status
            when r2 is null and is_unlabelled then 'no_label'
            when
                has_outcomes
                or coalesce(r2, case when task = 'multiclass' then log_loss end) is null
                then 'insufficient_data'
            else 'not_declared'
        end as evidence_status,
        threshold,
        value_per_decision,
        roc_auc
    from ranked
    where preference = 1
)

select * from champions
