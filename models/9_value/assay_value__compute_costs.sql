with

models as (
    select * from {{ ref('assay_training__models') }}
    where is_current and fold = 0
    qualify {{ assay.is_first_output() }}
),

cash_flows as (
    select * from {{ ref('assay_value__cash_flows') }}
    where scenario = 'base'
),

rates as (
    select
        use_case,
        expected_value as compute_hour_amount
    from {{ ref('assay_inputs__assumptions') }}
    where name = 'compute_hour_amount'
),

trainings as (
    select
        use_case,
        {{ assay.exact_sum('training_seconds') }} as run_seconds
    from models
    group by use_case
),

-- The first training is at the start, every other one where the plan pays for a retraining.
months as (
    select
        use_case,
        0 as month
    from trainings
    union
    select
        use_case,
        month
    from cash_flows
    where kind = 'per_retrain' and unit_amount is not null
),

compute_costs as (
    select
        trainings.use_case,
        months.month,
        rates.compute_hour_amount,
        trainings.run_seconds,
        trainings.run_seconds / 3600 * rates.compute_hour_amount as run_cost_amount
    from trainings
    inner join months on trainings.use_case = months.use_case
    left join rates on trainings.use_case = rates.use_case
)

select * from compute_costs
