with

policy_outcomes as (
    select * from {{ ref('assay_evaluation__policy_outcomes') }}
),

bootstrap_units as (
    select * from {{ ref('assay_evaluation__bootstrap_units') }}
),

unit_values as (
    select
        policy_outcomes.use_case,
        policy_outcomes.policy,
        policy_outcomes.split,
        policy_outcomes.model_version,
        coalesce(bootstrap_units.unit, -1) as unit,
        {{ assay.exact_sum('policy_outcomes.value') }} as value_sum,
        count(policy_outcomes.value) as valued_rows,
        count(distinct policy_outcomes.cluster_id) as clusters,
        count(*) as all_rows,
        count(case when policy_outcomes.acts then 1 end) as acted_rows
    from policy_outcomes
    left join bootstrap_units
        on
            policy_outcomes.use_case = bootstrap_units.use_case
            and policy_outcomes.split = bootstrap_units.split
            and policy_outcomes.cluster_id = bootstrap_units.cluster_id
    group by
        policy_outcomes.use_case,
        policy_outcomes.policy,
        policy_outcomes.split,
        policy_outcomes.model_version,
        coalesce(bootstrap_units.unit, -1)
)

select * from unit_values
