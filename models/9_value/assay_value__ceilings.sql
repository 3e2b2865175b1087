with

-- The policy that the business case counts: within the capacity where one is declared.
champions as (
    select
        use_case,
        model_version,
        policy
    from {{ ref('assay_value__effects') }}
    where policy is not null
),

policy_values as (
    select * from {{ ref('assay_evaluation__policy_values') }}
    where split = 'test'
),

policy_replicates as (
    select * from {{ ref('assay_evaluation__policy_replicates') }}
    where split = 'test'
),

-- Champion and perfect foresight are resampled together: the share has the interval of a ratio.
replicated as (
    select
        champions.use_case,
        case
            when perfect_replicates.difference > 0
                then champion_replicates.difference / perfect_replicates.difference
        end as share_of_ceiling
    from champions
    inner join policy_replicates as champion_replicates
        on
            champions.use_case = champion_replicates.use_case
            and champions.policy = champion_replicates.policy
    inner join policy_replicates as perfect_replicates
        on
            champions.use_case = perfect_replicates.use_case
            and perfect_replicates.policy = 'perfect'
            and champion_replicates.replicate = perfect_replicates.replicate
),

spread as (
    select
        use_case,
        {{ assay.quantile('share_of_ceiling', 0.025) }} as share_ci_low,
        {{ assay.quantile('share_of_ceiling', 0.975) }} as share_ci_high
    from replicated
    group by use_case
),

ceilings as (
    select
        champions.use_case,
        champions.model_version,
        champions.policy,
        champion_values.value_per_decision,
        perfect_values.value_per_decision as ceiling_value_per_decision,
        champion_values.value_per_decision - champion_values.difference_to_current
            as current_value_per_decision,
        case
            when perfect_values.difference_to_current > 0
                then champion_values.difference_to_current / perfect_values.difference_to_current
        end as share_of_ceiling,
        case when champion_values.ci_low is not null then spread.share_ci_low end as share_ci_low,
        case when champion_values.ci_low is not null then spread.share_ci_high end as share_ci_high,
        champion_values.n
    from champions
    inner join policy_values as champion_values
        on
            champions.use_case = champion_values.use_case
            and champions.policy = champion_values.policy
    inner join policy_values as perfect_values
        on
            champions.use_case = perfect_values.use_case
            and perfect_values.policy = 'perfect'
    left join spread on champions.use_case = spread.use_case
)

select * from ceilings
