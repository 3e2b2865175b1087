with

trainings as (
    select
        *,
        coalesce(run_busy_seconds, training_seconds) as run_seconds
    from {{ ref('assay_training__models') }}
    where fold = 0 and training_rows > 0
    qualify {{ assay.is_first_output() }}
),

shares as (
    select * from {{ ref('assay_training__learning_curves') }}
    where run_busy_seconds is not null
),

-- Time is spent on every row of every fit; memory is that of the largest fit.
usages as (
    select
        use_case,
        learner,
        model_version,
        'seconds' as resource,
        'training' as kind,
        cast(1 as double) as training_share,
        cast(coalesce(fitted_rows, training_rows) as double) as used_rows,
        run_seconds as run_usage
    from trainings
    where run_seconds > 0
    union all
    select
        use_case,
        learner,
        model_version,
        'memory_bytes' as resource,
        'training' as kind,
        cast(1 as double) as training_share,
        cast(training_rows as double) as used_rows,
        cast(peak_memory_bytes as double) as run_usage
    from trainings
    where peak_memory_bytes > 0
    union all
    select
        use_case,
        learner,
        model_version,
        'seconds' as resource,
        'share' as kind,
        training_share,
        cast(training_rows as double) as used_rows,
        run_busy_seconds as run_usage
    from shares
    union all
    select
        use_case,
        learner,
        model_version,
        'memory_bytes' as resource,
        'share' as kind,
        training_share,
        cast(training_rows as double) as used_rows,
        cast(run_memory_bytes as double) as run_usage
    from shares
)

select * from usages
