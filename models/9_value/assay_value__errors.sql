with

effects as (
    select * from {{ ref('assay_value__effects') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
    where label_kind = 'event'
),

policy_outcomes as (
    select * from {{ ref('assay_evaluation__policy_outcomes') }}
    where split = 'test'
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
    where split = 'test'
),

kinds as (
    select 'false_alarm' as error
    union all
    select 'miss' as error
    union all
    select 'poor_bargain' as error
),

-- A decision can agree with its label and still lose money: acting where acting does not pay.
judged as (
    select
        policy_outcomes.use_case,
        policy_outcomes.model_version,
        outcomes.cluster_id,
        case
            when outcomes.label = 0 and policy_outcomes.acts then 'false_alarm'
            when outcomes.label = 1 and not policy_outcomes.acts then 'miss'
            when
                case
                    when policy_outcomes.acts
                        then outcomes.value_if_acting < outcomes.value_if_not_acting
                    else outcomes.value_if_not_acting < outcomes.value_if_acting
                end
                then 'poor_bargain'
        end as error,
        greatest(outcomes.value_if_acting, outcomes.value_if_not_acting)
        - case
            when policy_outcomes.acts then outcomes.value_if_acting
            else outcomes.value_if_not_acting
        end as regret
    from policy_outcomes
    -- The errors of what the business case counts: within the capacity where one is declared.
    inner join effects
        on
            policy_outcomes.use_case = effects.use_case
            and policy_outcomes.policy = effects.policy
            and policy_outcomes.model_version = effects.model_version
    inner join use_cases on policy_outcomes.use_case = use_cases.use_case
    inner join outcomes
        on
            policy_outcomes.use_case = outcomes.use_case
            and policy_outcomes.entity_id = outcomes.entity_id
            and policy_outcomes.decided_at = outcomes.decided_at
),

clusters as (
    select
        judged.use_case,
        judged.model_version,
        kinds.error,
        judged.cluster_id,
        cast(count(*) as double) as row_count,
        cast(count(case when judged.error = kinds.error then 1 end) as double) as error_count,
        count(judged.regret) as valued_count,
        {{ assay.exact_sum('case when judged.error = kinds.error then judged.regret end') }}
            as regret_sum
    from judged
    cross join kinds
    group by judged.use_case, judged.model_version, kinds.error, judged.cluster_id
),

rates as (
    select
        use_case,
        model_version,
        error,
        cast(sum(row_count) as bigint) as n,
        count(*) as cluster_count,
        sum(error_count) / sum(row_count) as rate,
        sum(row_count) as row_count,
        case
            when sum(valued_count) > 0
                then coalesce({{ assay.exact_sum('regret_sum') }}, 0) / sum(valued_count)
        end as cost_per_decision_amount
    from clusters
    group by use_case, model_version, error
),

squares as (
    select
        clusters.use_case,
        clusters.error,
        {{ assay.exact_sum(
            'power(clusters.error_count - rates.rate * clusters.row_count, 2)'
        ) }} as cluster_squares
    from clusters
    inner join rates on clusters.use_case = rates.use_case and clusters.error = rates.error
    group by clusters.use_case, clusters.error
),

estimated as (
    select
        rates.*,
        case
            when rates.cluster_count >= 10 and rates.rate > 0 and rates.rate < 1
                then
                    sqrt(
                        squares.cluster_squares
                        * {{ assay._cluster_correction('rates.cluster_count') }}
                    )
                    / rates.row_count
        end as standard_error
    from rates
    inner join squares on rates.use_case = squares.use_case and rates.error = squares.error
),

errors as (
    select
        use_case,
        error,
        model_version,
        rate,
        standard_error,
        case
            when standard_error is not null
                then {{ assay.logit_bound('rate', 'standard_error', 'low') }}
        end as ci_low,
        case
            when standard_error is not null
                then {{ assay.logit_bound('rate', 'standard_error', 'high') }}
        end as ci_high,
        cost_per_decision_amount,
        n,
        cluster_count
    from estimated
)

select * from errors
