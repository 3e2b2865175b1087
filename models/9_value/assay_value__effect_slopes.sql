with

effects as (
    select * from {{ ref('assay_value__effects') }}
),

policy_outcomes as (
    select * from {{ ref('assay_evaluation__policy_outcomes') }}
    where split = 'test' and value is not null
),

outcome_bounds as (
    select * from {{ ref('assay_inputs__outcome_bounds') }}
),

quantity_bounds as (
    select * from {{ ref('assay_evaluation__quantity_bounds') }}
),

counted as (
    select
        effects.use_case,
        count(*) as n
    from effects
    inner join policy_outcomes
        on
            effects.use_case = policy_outcomes.use_case
            and effects.policy = policy_outcomes.policy
    group by effects.use_case
),

-- Rows on which the two policies do the same earn the same whatever is assumed.
differences as (
    select
        effects.use_case,
        policy_outcomes.entity_id,
        case when policy_outcomes.acts then 1 else -1 end as difference,
        policy_outcomes.decided_at
    from effects
    inner join policy_outcomes
        on
            effects.use_case = policy_outcomes.use_case
            and effects.policy = policy_outcomes.policy
    inner join policy_outcomes as current_outcomes
        on
            effects.use_case = current_outcomes.use_case
            and effects.current_policy = current_outcomes.policy
            and policy_outcomes.entity_id = current_outcomes.entity_id
            and policy_outcomes.decided_at = current_outcomes.decided_at
    where policy_outcomes.acts <> current_outcomes.acts
),

at_bounds as (
    select
        outcome_bounds.use_case,
        outcome_bounds.assumption,
        max(case when outcome_bounds.bound = 'low' then outcome_bounds.bound_value end) as low,
        max(case when outcome_bounds.bound = 'high' then outcome_bounds.bound_value end) as high,
        {{ assay.exact_sum(
            "case outcome_bounds.bound when 'high' then 1 else -1 end"
            ~ " * differences.difference * outcome_bounds.gain"
        ) }} as swing
    from outcome_bounds
    inner join differences
        on
            outcome_bounds.use_case = differences.use_case
            and outcome_bounds.entity_id = differences.entity_id
            and outcome_bounds.decided_at = differences.decided_at
    group by outcome_bounds.use_case, outcome_bounds.assumption
),

-- Every row counts for a quantity: two predictions rarely earn the same.
quantity_effects as (
    select
        effects.use_case,
        champion_bounds.assumption,
        champion_bounds.bound,
        champion_bounds.bound_value,
        champion_bounds.value_per_decision - current_bounds.value_per_decision as effect
    from effects
    inner join quantity_bounds as champion_bounds
        on
            effects.use_case = champion_bounds.use_case
            and effects.policy = champion_bounds.policy
    inner join quantity_bounds as current_bounds
        on
            effects.use_case = current_bounds.use_case
            and effects.current_policy = current_bounds.policy
            and champion_bounds.assumption = current_bounds.assumption
            and champion_bounds.bound = current_bounds.bound
),

quantity_slopes as (
    select
        use_case,
        assumption,
        max(case when bound = 'low' then bound_value end) as low,
        max(case when bound = 'high' then bound_value end) as high,
        max(case when bound = 'high' then effect end)
        - max(case when bound = 'low' then effect end) as swing
    from quantity_effects
    group by use_case, assumption
),

effect_slopes as (
    select
        at_bounds.use_case,
        at_bounds.assumption,
        at_bounds.low,
        at_bounds.high,
        at_bounds.swing / counted.n / (at_bounds.high - at_bounds.low) as effect_slope
    from at_bounds
    inner join counted on at_bounds.use_case = counted.use_case
    union all
    select
        use_case,
        assumption,
        low,
        high,
        swing / (high - low) as effect_slope
    from quantity_slopes
)

select * from effect_slopes
