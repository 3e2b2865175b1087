-- Which model, and why that one? Skill and money of every current model beside each other, on rows none has seen.
with

models as (
    select * from {{ ref('assay__models') }}
    where is_current
),

skills as (
    select
        use_case,
        model_version,
        max(case when metric = 'roc_auc' then value end) as roc_auc,
        max(case when metric = 'log_loss' then value end) as log_loss,
        max(case when metric = 'calibration_error' then value end) as calibration_error
    from {{ ref('assay__metrics') }}
    where split = 'test' and label_class is null
    group by use_case, model_version
),

earnings as (
    select * from {{ ref('assay__policy_values') }}
    where
        split = 'test'
        and policy like '%@threshold'
),

compared as (
    select
        models.use_case,
        models.model_version,
        models.is_champion,
        models.criterion,
        models.shortfall,
        models.shortfall_standard_error,
        skills.roc_auc,
        skills.log_loss,
        skills.calibration_error,
        earnings.value_per_decision,
        earnings.difference_to_current,
        models.training_seconds,
        models.feature_count
    from models
    left join skills
        on
            models.use_case = skills.use_case
            and models.model_version = skills.model_version
    left join earnings
        on
            models.use_case = earnings.use_case
            and models.model_version = earnings.model_version
)

select * from compared
order by use_case, value_per_decision desc nulls last, roc_auc desc nulls last
