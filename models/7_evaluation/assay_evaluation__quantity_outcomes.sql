{%- set keys = 'use_case, entity_id, split, cluster_id, label, label_class' -%}
-- depends_on: {{ ref('assay_inputs__assumptions') }}
with

decisions as (
    select * from {{ ref('assay_features__splits') }}
    where split in ('valid', 'test') and label is not null
),

policies as (
    select * from {{ ref('assay_inputs__policies') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where
        split in ('valid', 'test')
        and (predicted_value is not null or (predicted_class is not null and decision))
),

-- A declared policy says itself whether it acts, and on which quantity.
acted as (
    select
        {{ keys }},
        learner || '@prediction' as policy,
        model_version,
        predicted_value as prediction,
        predicted_class,
        true as acts,
        decided_at
    from predictions
    {%- for policy, prediction, acts in [
        ('never', 'cast(null as double)', 'false'), ('perfect', 'label', 'true')
    ] %}
    union all
    select
        {{ keys }},
        '{{ policy }}' as policy,
        cast(null as string) as model_version,
        {{ prediction }} as prediction,
        label_class as predicted_class,
        {{ acts }} as acts,
        decided_at
    from decisions
    {%- endfor %}
    union all
    select
        decisions.use_case,
        decisions.entity_id,
        decisions.split,
        decisions.cluster_id,
        decisions.label,
        decisions.label_class,
        policies.policy,
        cast(null as string) as model_version,
        cast(null as double) as prediction,
        cast(null as string) as predicted_class,
        false as acts,
        decisions.decided_at
    from decisions
    inner join policies on decisions.use_case = policies.use_case
),

valued as (
    {{ assay._select_quantity_values() }}
),

-- A row counts only where every way of deciding has a finite price on it: all are compared on the
-- same rows. NaN compares as larger than every number.
checked as (
    select
        *,
        min(case when abs(value) <= cast(1e15 as double) then 1 else 0 end) over (
            partition by use_case, entity_id, decided_at
        ) = 1 as has_values
    from valued
),

quantity_outcomes as (
    select
        use_case,
        policy,
        entity_id,
        model_version,
        split,
        cluster_id,
        case when acts then prediction end as prediction,
        case when acts then predicted_class end as predicted_class,
        actual,
        label_class,
        case when has_values then value end as value,
        acts,
        decided_at
    from checked
)

select * from quantity_outcomes
