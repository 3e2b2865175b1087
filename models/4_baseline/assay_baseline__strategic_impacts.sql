with

objective_links as (
    select * from {{ ref('assay_inputs__objective_links') }}
),

gaps as (
    select * from {{ ref('assay_baseline__gaps') }}
    where segment = 'all'
),

weights as (
    select
        use_case,
        {{ assay.exact_sum('weight_rate') }} as weight_sum
    from (select distinct use_case, objective, weight_rate from objective_links) as weighted
    group by use_case
),

strategic_impacts as (
    select
        objective_links.use_case,
        objective_links.objective || ' by ' || objective_links.metric as impact,
        objective_links.metric,
        objective_links.unit,
        case
            when abs(weights.weight_sum - 1) > cast(0.000001 as double)
                then 'weights_do_not_add_up_to_1'
            when objective_links.elasticity is null then 'not_quantified'
            when gaps.gap is null then 'not_declared'
            else 'ok'
        end as evidence_status,
        gaps.n,
        objective_links.elasticity * coalesce(gaps.current_gap, gaps.gap) as value,
        objective_links.weight_rate
    from objective_links
    inner join weights on objective_links.use_case = weights.use_case
    left join gaps
        on objective_links.use_case = gaps.use_case and objective_links.metric = gaps.metric
)

select * from strategic_impacts
