with

effects as (
    select * from {{ ref('assay_value__effects') }}
),

policy_outcomes as (
    select * from {{ ref('assay_evaluation__policy_outcomes') }}
    where split = 'test'
),

outcomes as (
    select
        *,
        value_if_acting - value_if_not_acting as gain
    from {{ ref('assay_evaluation__outcomes') }}
    where split = 'test' and has_values
),

action_values as (
    select
        effects.use_case,
        count(case when policy_outcomes.acts then 1 end) / cast(count(*) as double) as action_rate,
        count(case when policy_outcomes.acts and outcomes.label = 1 then 1 end)
        / nullif(cast(count(case when policy_outcomes.acts then 1 end) as double), 0)
            as precision_rate,
        {%- for name, label in [('true', 1), ('false', 0)] %}
        {{ assay.exact_sum(
            'case when policy_outcomes.acts and outcomes.label = ' ~ label
            ~ ' then outcomes.gain end'
        ) }} / nullif(
            cast(
                count(case when policy_outcomes.acts and outcomes.label = {{ label }} then 1 end)
                as double
            ),
            0
        ) as {{ name }}_gain_amount,
        {%- endfor %}
        count(*) as n
    from effects
    inner join policy_outcomes
        on
            effects.use_case = policy_outcomes.use_case
            and effects.policy = policy_outcomes.policy
            and effects.model_version = policy_outcomes.model_version
    inner join outcomes
        on
            policy_outcomes.use_case = outcomes.use_case
            and policy_outcomes.entity_id = outcomes.entity_id
            and policy_outcomes.decided_at = outcomes.decided_at
    group by effects.use_case
)

select * from action_values
