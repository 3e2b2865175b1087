with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

policy_values as (
    select * from {{ ref('assay_evaluation__policy_values') }}
    where split = 'test'
),

-- Half of the decisions follow the model and half the policy of today; the spread of one decision
-- is that of the test rows, clusters included.
planned as (
    select
        use_cases.use_case,
        use_cases.pilot_units,
        use_cases.pilot_cost_amount,
        use_cases.pilot_weeks,
        effects.effect_amount,
        effects.effect_standard_error,
        sqrt(
            2 * (
                power(policy_values.standard_error, 2) * policy_values.n
                + power(current_values.standard_error, 2) * current_values.n
            ) / use_cases.pilot_units
        ) as pilot_standard_error
    from use_cases
    inner join effects on use_cases.use_case = effects.use_case
    left join policy_values
        on
            effects.use_case = policy_values.use_case
            and effects.policy = policy_values.policy
            and effects.model_version = policy_values.model_version
    left join policy_values as current_values
        on
            effects.use_case = current_values.use_case
            and effects.current_policy = current_values.policy
),

-- Two-sided at 5 % with a power of 80 %: 1.959964 + 0.841621 standard errors.
pilots as (
    select
        *,
        cast(2.801585 as double) * pilot_standard_error as detectable_effect_amount
    from planned
)

select * from pilots
