with

clusters as (
    select distinct
        use_case,
        split,
        cluster_id
    from {{ ref('assay_evaluation__policy_outcomes') }}
    where policy = 'never' and value is not null
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
            order by
                {{ assay.hash_integer("concat_ws('|', cluster_id, 'bootstrap')") }},
                cluster_id
        ) - 1) % {{ var('assay_bootstrap_units', 1000) }} as integer) as unit
    from clusters
)

select * from bootstrap_units
