with

models as (
    select * from {{ ref('assay_training__models') }}
    where fold = 0
    qualify {{ assay.is_first_output() }}
),

thresholds as (
    select * from {{ ref('assay_evaluation__thresholds') }}
),

shortfalls as (
    select * from {{ ref('assay_evaluation__shortfalls') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

described as (
    select
        models.use_case,
        models.model_version,
        models.learner,
        models.task,
        models.form,
        models.feature_space_version,
        models.fingerprint,
        models.parameters,
        case
            when champions.model_version is not null then 'champion'
            when models.is_current then 'challenger'
            else 'archived'
        end as status,
        shortfalls.criterion,
        models.feature_count,
        models.training_rows,
        models.sampled_rows,
        models.peak_memory_bytes,
        thresholds.threshold,
        shortfalls.shortfall,
        shortfalls.standard_error as shortfall_standard_error,
        models.training_seconds,
        models.is_current,
        champions.model_version is not null as is_champion,
        models.trained_at
    from models
    left join thresholds
        on
            models.use_case = thresholds.use_case
            and models.model_version = thresholds.model_version
    left join shortfalls
        on
            models.use_case = shortfalls.use_case
            and models.model_version = shortfalls.model_version
    left join champions
        on
            models.use_case = champions.use_case
            and models.model_version = champions.model_version
)

select * from described
