with

realisations as (
    select * from {{ ref('assay_inputs__realisations') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

metrics as (
    select * from {{ ref('assay_inputs__metrics') }}
),

gaps as (
    select * from {{ ref('assay_baseline__gaps') }}
    where segment = 'all'
),

realised_effects as (
    select * from {{ ref('assay_value__realised_effects') }}
),

explained as (
    select
        use_cases.use_case,
        use_cases.currency,
        coalesce(realisations.method, 'none') as method,
        realisations.metric,
        realisations.starts_at,
        realisations.method is not null as is_declared,
        metrics.unit,
        gaps.unit_amount,
        realised_effects.effect,
        realised_effects.standard_error,
        realised_effects.ci_low,
        realised_effects.ci_high,
        realised_effects.covariate_slope,
        coalesce(realised_effects.n, 0) as n,
        coalesce(realised_effects.cluster_count, 0) as cluster_count,
        case
            when realisations.method is null then 'realisation is not declared'
            when realised_effects.effect is null then 'a side of the comparison has no known metric'
            when realised_effects.standard_error is null
                then 'fewer than five clusters on one side of the comparison'
        end as reason
    from use_cases
    left join realisations on use_cases.use_case = realisations.use_case
    left join metrics
        on realisations.use_case = metrics.use_case and realisations.metric = metrics.metric
    left join gaps on realisations.use_case = gaps.use_case and realisations.metric = gaps.metric
    left join realised_effects
        on
            realisations.use_case = realised_effects.use_case
            and realisations.method = realised_effects.method
),

realised_values as (
    select
        use_case,
        method,
        metric,
        unit,
        currency,
        'measured' as source,
        case method
            when 'none' then null
            when 'difference_in_differences'
                then 'without treatment both groups would have moved alike'
            when 'before_after' then 'nothing but the treatment changed: not attributable'
            else 'the assignment was drawn at random'
        end as assumption,
        case
            when reason is null then 'ok'
            when is_declared then 'insufficient_data'
            else 'not_declared'
        end as evidence_status,
        reason,
        effect,
        standard_error,
        ci_low,
        ci_high,
        covariate_slope,
        effect * unit_amount as effect_amount,
        ci_low * unit_amount as amount_ci_low,
        ci_high * unit_amount as amount_ci_high,
        n,
        cluster_count,
        case when is_declared then method <> 'before_after' end as is_attributable,
        starts_at
    from explained
)

select * from realised_values
