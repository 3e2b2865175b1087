with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

latest as (
    select
        use_case,
        max(decided_at) as data_clock_at
    from {{ ref('assay_inputs__decisions') }}
    group by use_case
),

trained as (
    {{ assay._trained_clocks() }}
),

-- Where every change trains, what earlier builds left does not show, so that a second build changes
-- nothing.
clocks as (
    select
        use_cases.use_case,
        use_cases.retrain_policy,
        latest.data_clock_at,
        trained.trained_as_of,
        {{ dbt.dateadd(
            'month',
            'coalesce(use_cases.retrain_months, 0)',
            dbt.dateadd('day', 'coalesce(use_cases.retrain_days, 0)', 'trained.trained_as_of')
        ) }} as next_training_at
    from use_cases
    left join latest on use_cases.use_case = latest.use_case
    left join trained
        on use_cases.use_case = trained.use_case and use_cases.retrain_policy != 'on_change'
),

training_clocks as (
    select
        use_case,
        retrain_policy,
        data_clock_at,
        trained_as_of,
        case when retrain_policy = 'schedule' then next_training_at end as next_training_at,
        retrain_policy = 'on_change'
        or trained_as_of is null
        or (retrain_policy = 'schedule' and data_clock_at >= next_training_at) as is_due
    from clocks
)

select * from training_clocks
