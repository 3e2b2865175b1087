{%- set keys = 'use_case, metric, segment, segment_value' -%}
with

outcomes as (
    select * from {{ ref('assay_value__stakeholder_outcomes') }}
),

cells as (
    select
        {{ keys }},
        method,
        cell,
        cell_sign,
        count(*) as n,
        count(distinct person_id) as person_count,
        count(distinct cluster_id) as cluster_count,
        {{ assay.exact_sum('outcome') }} / count(*) as mean_outcome
    from outcomes
    group by {{ keys }}, method, cell, cell_sign
),

contrasts as (
    select
        {{ keys }},
        method,
        max(case when cell = 'treated_before' then mean_outcome end) as before_value,
        max(case when cell = 'treated_after' then mean_outcome end) as after_value,
        max(case when cell = 'control_after' then mean_outcome end) as control_value,
        {{ assay.exact_sum('cell_sign * mean_outcome') }} as contrast,
        cast(sum(case when cell_sign <> 0 then n else 0 end) as bigint) as n,
        min(person_count) as least_person_count,
        min(case when cell_sign <> 0 then cluster_count end) as least_cluster_count,
        count(*) filter (where cell_sign <> 0) as cell_count,
        case method when 'difference_in_differences' then 4 else 2 end as needed_cells
    from cells
    group by {{ keys }}, method
),

cluster_scores as (
    select
        outcomes.use_case,
        outcomes.metric,
        outcomes.segment,
        outcomes.segment_value,
        outcomes.cluster_id,
        {{ assay.exact_sum('cells.cell_sign * (outcomes.outcome - cells.mean_outcome) / cells.n') }}
            as score
    from outcomes
    inner join cells
        on
            outcomes.use_case = cells.use_case
            and outcomes.metric = cells.metric
            and outcomes.segment = cells.segment
            and outcomes.segment_value = cells.segment_value
            and outcomes.cell = cells.cell
    where cells.cell_sign <> 0
    group by
        outcomes.use_case,
        outcomes.metric,
        outcomes.segment,
        outcomes.segment_value,
        outcomes.cluster_id
),

spread as (
    select
        {{ keys }},
        count(*) as cluster_count,
        -- Scores are parts of a mean: squares of them would not survive the rounding.
        {{ assay.exact_sum('power(1000000 * score, 2)') }} as score_squares
    from cluster_scores
    group by {{ keys }}
),

judged as (
    select
        contrasts.*,
        coalesce(spread.cluster_count, 0) as cluster_count,
        contrasts.cell_count = contrasts.needed_cells as is_comparable,
        case
            when
                contrasts.cell_count = contrasts.needed_cells
                and contrasts.least_cluster_count >= 5
                and contrasts.n > contrasts.cell_count
                then
                    sqrt(
                        spread.score_squares
                        * {{ assay._cluster_correction('spread.cluster_count') }}
                        * (contrasts.n - 1) / cast(contrasts.n - contrasts.cell_count as double)
                    ) / 1000000
        end as standard_error
    from contrasts
    left join spread
        on
            contrasts.use_case = spread.use_case
            and contrasts.metric = spread.metric
            and contrasts.segment = spread.segment
            and contrasts.segment_value = spread.segment_value
),

stakeholder_effects as (
    select
        {{ keys }},
        method,
        before_value,
        after_value,
        control_value,
        case when is_comparable then contrast end as effect,
        standard_error,
        case when is_comparable then contrast end
        - {{ assay.student_t_975('cast(cluster_count - 1 as double)') }} * standard_error
            as ci_low,
        case when is_comparable then contrast end
        + {{ assay.student_t_975('cast(cluster_count - 1 as double)') }} * standard_error
            as ci_high,
        n,
        cluster_count,
        least_person_count
    from judged
)

select * from stakeholder_effects
