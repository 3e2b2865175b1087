with

effects as (
    select * from {{ ref('assay_value__stakeholder_effects') }}
),

small_groups as (
    select
        use_case,
        metric,
        segment,
        segment_value,
        least_person_count,
        least_person_count < {{ var('assay_minimum_group', 10) }} as is_small
    from effects
),

-- One hidden group could be computed from the total and the others: the next one hides with it.
hidden_groups as (
    select
        use_case,
        metric,
        segment,
        segment_value,
        least_person_count,
        is_small
        or (
            count(*) filter (where is_small) over siblings = 1
            and row_number() over (
                partition by use_case, metric, segment
                order by is_small desc, least_person_count asc, segment_value asc
            ) = 2
        ) as is_hidden
    from small_groups
    window siblings as (partition by use_case, metric, segment)
)

select * from hidden_groups
