-- What is a decision worth under each policy, and how much of what is possible does it reach?
-- The possible is the way from the policy of today to perfect foresight; only rows that no model has seen count.
with

policy_values as (
    select * from {{ ref('assay__policy_values') }}
    where split = 'test'
),

ceilings as (
    select
        use_case,
        difference_to_current as possible_amount
    from policy_values
    where policy = 'perfect'
),

ladder as (
    select
        policy_values.use_case,
        policy_values.policy,
        policy_values.value_per_decision,
        policy_values.ci_low,
        policy_values.ci_high,
        policy_values.difference_to_current,
        policy_values.difference_to_current / nullif(ceilings.possible_amount, 0) as reached_rate
    from policy_values
    left join ceilings on policy_values.use_case = ceilings.use_case
)

select * from ladder
order by use_case, value_per_decision desc nulls last
