{%- set keys = 'use_case, entity_id, split, cluster_id' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
    where split in ('valid', 'test')
),

policies as (
    select * from {{ ref('assay_inputs__policies') }}
    where policy not in ('never', 'always', 'perfect')
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split in ('valid', 'test')
),

capacity_actions as (
    select * from {{ ref('assay_evaluation__capacity_actions') }}
),

quantity_outcomes as (
    select * from {{ ref('assay_evaluation__quantity_outcomes') }}
),

declared as (
    select
        outcomes.*,
        policies.policy,
        coalesce({{ assay.map_value('outcomes.policies', 'policies.policy') }}, false) as acts
    from outcomes
    inner join policies on outcomes.use_case = policies.use_case
),

predicted as (
    select
        outcomes.*,
        predictions.learner,
        predictions.model_version,
        -- How unusual a row is is no probability: a half of it means nothing.
        case
            when use_cases.contamination_rate is null
                then predictions.probability >= cast(0.5 as double)
        end as acts_at_half,
        predictions.decision as acts_at_threshold,
        capacity_actions.acts as acts_within_capacity
    from predictions
    inner join use_cases on predictions.use_case = use_cases.use_case
    inner join outcomes
        on
            predictions.use_case = outcomes.use_case
            and predictions.entity_id = outcomes.entity_id
            and predictions.decided_at = outcomes.decided_at
    left join capacity_actions
        on
            predictions.use_case = capacity_actions.use_case
            and predictions.model_version = capacity_actions.model_version
            and predictions.entity_id = capacity_actions.entity_id
            and predictions.decided_at = capacity_actions.decided_at
),

{% set choices = [
    ("'never'", 'cast(null as string)', 'false', 'outcomes', 'true'),
    ("'always'", 'cast(null as string)', 'true', 'outcomes', 'true'),
    ('policy', 'cast(null as string)', 'acts', 'declared', 'true'),
    ("learner || '@0.5'", 'model_version', 'acts_at_half', 'predicted', 'acts_at_half is not null'),
    ("learner || '@threshold'", 'model_version', 'acts_at_threshold', 'predicted',
        'acts_at_threshold is not null'),
    ("learner || '@capacity'", 'model_version', 'acts_within_capacity', 'predicted',
        'acts_within_capacity is not null'),
    ("'perfect'", 'cast(null as string)',
        'case when has_values then value_if_acting > value_if_not_acting else label = 1 end',
        'outcomes', 'true'),
] -%}
choices as (
    {%- for policy, model_version, acts, relation, condition in choices %}
    select
        {{ keys }},
        {{ policy }} as policy,
        {{ model_version }} as model_version,
        value_if_acting,
        value_if_not_acting,
        {{ acts }} as acts,
        decided_at
    from {{ relation }}
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

policy_outcomes as (
    select
        use_case,
        policy,
        entity_id,
        model_version,
        split,
        cluster_id,
        case when acts then value_if_acting else value_if_not_acting end as value,
        acts,
        decided_at
    from choices
    union all
    select
        use_case,
        policy,
        entity_id,
        model_version,
        split,
        cluster_id,
        value,
        acts,
        decided_at
    from quantity_outcomes
)

select * from policy_outcomes
