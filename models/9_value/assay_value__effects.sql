with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

current_policies as (
    select
        use_case,
        policy as current_policy
    from {{ ref('assay_inputs__policies') }}
    where is_current
),

policy_values as (
    select * from {{ ref('assay_evaluation__policy_values') }}
    where split = 'test'
),

measured as (
    select
        use_cases.use_case,
        champions.model_version,
        policy_values.policy,
        current_policies.current_policy,
        use_cases.currency,
        use_cases.has_outcomes,
        use_cases.capacity_per_day,
        policy_values.value_per_decision as value_per_decision_amount,
        policy_values.difference_to_current as effect_amount,
        policy_values.difference_standard_error as effect_standard_error,
        policy_values.difference_ci_low as effect_ci_low,
        policy_values.difference_ci_high as effect_ci_high,
        policy_values.n,
        policy_values.acted_rate as action_rate,
        policy_values.acted_rate * use_cases.units_per_month * 12 / cast(365.25 as double)
            as actions_per_day
    from use_cases
    left join current_policies on use_cases.use_case = current_policies.use_case
    left join champions on use_cases.use_case = champions.use_case
    left join policy_values
        on
            champions.use_case = policy_values.use_case
            and champions.model_version = policy_values.model_version
            and policy_values.policy in (
                concat(champions.learner, '@threshold'),
                concat(champions.learner, '@capacity'),
                concat(champions.learner, '@prediction')
            )
    -- An action that nobody has time for earns nothing: the rung within the capacity counts where
    -- there is one.
    qualify
        row_number() over (
            partition by use_cases.use_case
            order by coalesce(policy_values.policy like '%@capacity', false) desc
        ) = 1
),

explained as (
    select
        *,
        case
            when not has_outcomes then 'outcomes are not declared'
            when model_version is null then 'no model could be judged on validation rows'
            when effect_amount is null then 'no test row has a known outcome'
            when effect_ci_low is null then 'too few clusters for an interval of the effect'
        end as reason
    from measured
),

effects as (
    select
        use_case,
        model_version,
        policy,
        current_policy,
        currency,
        'measured' as source,
        case
            when reason is null then 'ok'
            when not has_outcomes then 'not_declared'
            else 'insufficient_data'
        end as evidence_status,
        reason,
        value_per_decision_amount,
        effect_amount,
        effect_standard_error,
        effect_ci_low,
        effect_ci_high,
        n,
        action_rate,
        actions_per_day,
        capacity_per_day,
        actions_per_day <= capacity_per_day * (1 + cast(1e-9 as double)) as is_within_capacity
    from explained
)

select * from effects
