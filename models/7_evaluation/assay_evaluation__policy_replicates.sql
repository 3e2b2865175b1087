with

current_policies as (
    select * from {{ ref('assay_inputs__policies') }}
    where is_current
),

unit_values as (
    select * from {{ ref('assay_evaluation__unit_values') }}
),

bootstrap_weights as (
    select * from {{ ref('assay_evaluation__bootstrap_weights') }}
    where weight > 0
),

replicated as (
    select
        unit_values.use_case,
        unit_values.policy,
        unit_values.split,
        bootstrap_weights.replicate,
        {{ assay.exact_sum('bootstrap_weights.weight * unit_values.value_sum') }}
        / nullif(cast(sum(bootstrap_weights.weight * unit_values.valued_rows) as double), 0)
            as value_per_decision
    from unit_values
    inner join bootstrap_weights on unit_values.unit = bootstrap_weights.unit
    group by
        unit_values.use_case,
        unit_values.policy,
        unit_values.split,
        bootstrap_weights.replicate
),

policy_replicates as (
    select
        replicated.*,
        replicated.value_per_decision - current_replicates.value_per_decision as difference
    from replicated
    left join current_policies on replicated.use_case = current_policies.use_case
    left join replicated as current_replicates
        on
            replicated.use_case = current_replicates.use_case
            and replicated.split = current_replicates.split
            and replicated.replicate = current_replicates.replicate
            and current_policies.policy = current_replicates.policy
)

select * from policy_replicates
