with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

current_models as (
    select
        *,
        coalesce(fitted_rows, training_rows) as used_rows
    from {{ ref('assay_training__models') }}
    where fold = 0 and is_current and training_rows > 0
    qualify {{ assay.is_first_output() }}
),

assumptions as (
    select
        use_case,
        max(case when name = 'memory_limit_bytes' then expected_value end) as memory_limit_bytes,
        max(case when name = 'training_limit_seconds' then expected_value end)
            as training_limit_seconds,
        max(case when name = 'compute_hour_amount' then expected_value end) as compute_hour_amount
    from {{ ref('assay_inputs__assumptions') }}
    group by use_case
),

machines as (
    select
        use_case,
        cast(min(run_machine_bytes) as double) as run_machine_bytes
    from {{ ref('assay_training__learning_curves') }}
    group by use_case
),

present as (
    select
        current_models.*,
        use_cases.currency,
        assumptions.memory_limit_bytes,
        assumptions.training_limit_seconds,
        assumptions.compute_hour_amount,
        machines.run_machine_bytes,
        use_cases.units_per_month * use_cases.sample_fraction
        * (1 - use_cases.valid_rate - use_cases.test_rate) as rows_per_month
    from current_models
    inner join use_cases on current_models.use_case = use_cases.use_case
    left join assumptions on current_models.use_case = assumptions.use_case
    left join machines on current_models.use_case = machines.use_case
),

resources as (
    select
        use_case,
        learner,
        'seconds' as resource,
        currency,
        case when training_limit_seconds is not null then 'declared' end as limit_source,
        cast(training_rows as double) as training_rows,
        cast(used_rows as double) as used_rows,
        rows_per_month,
        training_limit_seconds as usage_limit,
        compute_hour_amount,
        coalesce(run_busy_seconds, training_seconds) as run_usage,
        training_limit_seconds as run_usage_limit
    from present
    union all
    select
        use_case,
        learner,
        'memory_bytes' as resource,
        currency,
        case
            when memory_limit_bytes is not null then 'declared'
            when run_machine_bytes is not null then 'measured'
        end as limit_source,
        cast(training_rows as double) as training_rows,
        cast(training_rows as double) as used_rows,
        rows_per_month,
        memory_limit_bytes as usage_limit,
        cast(null as double) as compute_hour_amount,
        cast(peak_memory_bytes as double) as run_usage,
        coalesce(memory_limit_bytes, run_machine_bytes) as run_usage_limit
    from present
)

select * from resources
