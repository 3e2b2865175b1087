with

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
    where split in ('valid', 'test')
),

policies as (
    select * from {{ ref('assay_inputs__policies') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split in ('valid', 'test')
),

choices as (
    select
        use_case,
        entity_id,
        'never' as policy,
        cast(null as string) as model_version,
        false as acts,
        decided_at
    from outcomes
    union all
    select
        use_case,
        entity_id,
        'always' as policy,
        cast(null as string) as model_version,
        true as acts,
        decided_at
    from outcomes
    union all
    select
        outcomes.use_case,
        outcomes.entity_id,
        policies.policy,
        cast(null as string) as model_version,
        coalesce({{ assay.map_value('outcomes.policies', 'policies.policy') }}, false) as acts,
        outcomes.decided_at
    from outcomes
    inner join policies on outcomes.use_case = policies.use_case
    where policies.policy not in ('never', 'always', 'perfect')
    union all
    select
        use_case,
        entity_id,
        learner || '@0.5' as policy,
        model_version,
        probability >= cast(0.5 as double) as acts,
        decided_at
    from predictions
    union all
    select
        use_case,
        entity_id,
        learner || '@threshold' as policy,
        model_version,
        decision as acts,
        decided_at
    from predictions
    where decision is not null
    union all
    select
        use_case,
        entity_id,
        'perfect' as policy,
        cast(null as string) as model_version,
        case when has_values then value_if_acting > value_if_not_acting else label = 1 end as acts,
        decided_at
    from outcomes
),

policy_outcomes as (
    select
        outcomes.use_case,
        choices.policy,
        outcomes.entity_id,
        choices.model_version,
        outcomes.split,
        outcomes.cluster_id,
        case when choices.acts then outcomes.value_if_acting else outcomes.value_if_not_acting end as value,
        choices.acts,
        outcomes.decided_at
    from outcomes
    inner join choices
        on
            outcomes.use_case = choices.use_case
            and outcomes.entity_id = choices.entity_id
            and outcomes.decided_at = choices.decided_at
)

select * from policy_outcomes
