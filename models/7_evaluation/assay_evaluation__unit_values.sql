with

policy_outcomes as (
    select * from {{ ref('assay_evaluation__policy_outcomes') }}
),

-- Rows are added up by cluster once: the same sums name the clusters that are dealt into units.
cluster_values as (
    select
        use_case,
        policy,
        split,
        model_version,
        cluster_id,
        {{ assay.exact_group_sum('value') }} as value_sum,
        count(value) as valued_rows,
        count(*) as all_rows,
        count(case when acts then 1 end) as acted_rows
    from policy_outcomes
    group by use_case, policy, split, model_version, cluster_id
),

dealt as (
    select
        use_case,
        split,
        cluster_id,
        {{ assay.hash_integer("concat_ws('|', cluster_id, 'bootstrap')") }} as dealing_key
    from cluster_values
    where policy = 'never' and valued_rows > 0
),

-- Resampling works on a bounded number of units. More clusters than that are dealt at random
-- into as many groups, which are as independent of one another as the clusters are.
bootstrap_units as (
    select
        use_case,
        split,
        cluster_id,
        cast((row_number() over (
            partition by use_case, split
            order by dealing_key, cluster_id
        ) - 1) % {{ var('assay_bootstrap_units', 1000) }} as integer) as unit
    from dealt
),

unit_values as (
    select
        cluster_values.use_case,
        cluster_values.policy,
        cluster_values.split,
        cluster_values.model_version,
        coalesce(bootstrap_units.unit, -1) as unit,
        {{ assay.exact_group_sum('cluster_values.value_sum') }} as value_sum,
        cast(sum(cluster_values.valued_rows) as bigint) as valued_rows,
        count(cluster_values.cluster_id) as clusters,
        cast(sum(cluster_values.all_rows) as bigint) as all_rows,
        cast(sum(cluster_values.acted_rows) as bigint) as acted_rows
    from cluster_values
    left join bootstrap_units
        on
            cluster_values.use_case = bootstrap_units.use_case
            and cluster_values.split = bootstrap_units.split
            and cluster_values.cluster_id = bootstrap_units.cluster_id
    group by
        cluster_values.use_case,
        cluster_values.policy,
        cluster_values.split,
        cluster_values.model_version,
        coalesce(bootstrap_units.unit, -1)
)

select * from unit_values
