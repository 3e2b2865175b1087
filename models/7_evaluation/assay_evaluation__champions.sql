with

thresholds as (
    select * from {{ ref('assay_evaluation__thresholds') }}
),

merits as (
    select * from {{ ref('assay_evaluation__merits') }}
),

shortfalls as (
    select * from {{ ref('assay_evaluation__shortfalls') }}
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

-- Where no label can show that a constant is as good as what tells rows apart, it comes last.
compared as (
    select
        merits.use_case,
        merits.model_version,
        merits.learner,
        merits.criterion,
        merits.merit,
        merits.value_per_decision,
        merits.roc_auc,
        thresholds.threshold,
        thresholds.evidence_status as threshold_status,
        coalesce(shortfalls.shortfall <= coalesce(shortfalls.standard_error, 0), false)
            as is_near_best,
        promotions.model_version is not null as is_promoted,
        use_cases.task,
        use_cases.has_outcomes,
        use_cases.is_unlabelled,
        use_cases.is_unlabelled and merits.learner = 'constant' as tells_nothing,
        learners.complexity
    from merits
    inner join thresholds
        on
            merits.use_case = thresholds.use_case
            and merits.model_version = thresholds.model_version
    inner join use_cases on merits.use_case = use_cases.use_case
    left join shortfalls
        on
            merits.use_case = shortfalls.use_case
            and merits.model_version = shortfalls.model_version
    left join learners on merits.learner = learners.learner
    left join promotions
        on
            merits.use_case = promotions.use_case
            and merits.model_version = promotions.model_version
            and promotions.recency = 1
    where merits.is_ranked or promotions.model_version is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by use_case
            order by
                is_promoted desc,
                is_near_best desc,
                tells_nothing asc,
                complexity asc,
                merit desc nulls last,
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
            else coalesce(case when merit is not null then criterion end, 'simplicity')
        end as criterion,
        case
            when merit is null and is_unlabelled then 'no_label'
            when criterion = 'value_per_decision' and threshold is null and merit is not null
                then 'ok'
            when merit is not null and criterion in ('value_per_decision', 'roc_auc')
                then threshold_status
            when
                has_outcomes or merit is null or (criterion = 'log_loss' and task != 'multiclass')
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
