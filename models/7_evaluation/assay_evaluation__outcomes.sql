with

splits as (
    select * from {{ ref('assay_features__splits') }}
    where split in ('train', 'valid', 'test') and label is not null
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
    where label_kind = 'event'
),

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

valued as (
    select
        splits.use_case,
        splits.entity_id,
        splits.cluster_id,
        splits.split,
        decisions.policies,
        splits.label,
        case when splits.label = 1 then decisions.value_tp else decisions.value_fp end
            as value_if_acting,
        case when splits.label = 1 then decisions.value_fn else decisions.value_tn end
            as value_if_not_acting,
        splits.decided_at
    from splits
    inner join use_cases on splits.use_case = use_cases.use_case
    inner join decisions
        on
            splits.use_case = decisions.use_case
            and splits.entity_id = decisions.entity_id
            and splits.decided_at = decisions.decided_at
),

-- A row counts in money only when both of its alternatives have a finite price: all policies are
-- compared on the same rows. NaN compares as larger than every number.
checked as (
    select
        *,
        coalesce(
            abs(value_if_acting) <= cast(1e15 as double)
            and abs(value_if_not_acting) <= cast(1e15 as double),
            false
        ) as has_values
    from valued
),

outcomes as (
    select
        use_case,
        entity_id,
        cluster_id,
        split,
        policies,
        label,
        case when has_values then value_if_acting end as value_if_acting,
        case when has_values then value_if_not_acting end as value_if_not_acting,
        has_values,
        decided_at
    from checked
)

select * from outcomes
