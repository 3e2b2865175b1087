{%- set keys = 'use_case, policy, split' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

current_policies as (
    select * from {{ ref('assay_inputs__policies') }}
    where is_current
),

unit_values as (
    select * from {{ ref('assay_evaluation__unit_values') }}
),

policy_replicates as (
    select * from {{ ref('assay_evaluation__policy_replicates') }}
),

estimated as (
    select
        {{ keys }},
        model_version,
        {{ assay.exact_sum('value_sum') }} / nullif(cast(sum(valued_rows) as double), 0)
            as value_per_decision,
        cast(sum(acted_rows) as double) / sum(all_rows) as acted_rate,
        cast(sum(valued_rows) as bigint) as n,
        cast(sum(case when unit >= 0 then clusters else 0 end) as bigint) as cluster_count
    from unit_values
    group by {{ keys }}, model_version
),

centred as (
    select
        *,
        value_per_decision
        - sum(cast(value_per_decision as decimal(38, 12))) over all_replicates
        / nullif(cast(count(value_per_decision) over all_replicates as double), 0)
            as value_deviation,
        difference - sum(cast(difference as decimal(38, 12))) over all_replicates
        / nullif(cast(count(difference) over all_replicates as double), 0) as difference_deviation
    from policy_replicates
    window all_replicates as (partition by {{ keys }})
),

spread as (
    select
        {{ keys }},
        sqrt({{ assay.exact_sum('value_deviation * value_deviation') }}
            / nullif(count(value_deviation) - 1, 0)) as standard_error,
        sqrt({{ assay.exact_sum('difference_deviation * difference_deviation') }}
            / nullif(count(difference_deviation) - 1, 0)) as difference_standard_error,
        {{ assay.quantile('value_per_decision', 0.025) }} as ci_low,
        {{ assay.quantile('value_per_decision', 0.975) }} as ci_high,
        {{ assay.quantile('difference', 0.025) }} as difference_ci_low,
        {{ assay.quantile('difference', 0.975) }} as difference_ci_high
    from centred
    group by {{ keys }}
),

-- Fewer than ten clusters resample into too few different sets to bound anything.
judged as (
    select
        estimated.*,
        estimated.value_per_decision - current_values.value_per_decision as difference_to_current,
        current_policies.policy as current_policy,
        estimated.cluster_count >= 10 as has_interval,
        use_cases.has_outcomes
    from estimated
    inner join use_cases on estimated.use_case = use_cases.use_case
    left join current_policies on estimated.use_case = current_policies.use_case
    left join estimated as current_values
        on
            estimated.use_case = current_values.use_case
            and estimated.split = current_values.split
            and current_policies.policy = current_values.policy
),

policy_values as (
    select
        judged.use_case,
        judged.policy,
        judged.split,
        judged.model_version,
        case
            when not judged.has_outcomes then 'not_declared'
            when judged.value_per_decision is null or not judged.has_interval
                then 'insufficient_data'
            when judged.current_policy is null then 'no_current_policy'
            else 'ok'
        end as evidence_status,
        judged.value_per_decision,
        case when judged.has_interval then spread.standard_error end as standard_error,
        case when judged.has_interval then spread.ci_low end as ci_low,
        case when judged.has_interval then spread.ci_high end as ci_high,
        judged.difference_to_current,
        case when judged.has_interval then spread.difference_standard_error end
            as difference_standard_error,
        case when judged.has_interval then spread.difference_ci_low end as difference_ci_low,
        case when judged.has_interval then spread.difference_ci_high end as difference_ci_high,
        judged.acted_rate,
        judged.n,
        judged.cluster_count,
        coalesce(judged.policy = judged.current_policy, false) as is_current
    from judged
    left join spread
        on
            judged.use_case = spread.use_case
            and judged.policy = spread.policy
            and judged.split = spread.split
)

select * from policy_values
