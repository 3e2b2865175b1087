{%- set factors = {
    'volume': ['volume', 'planned_volume'],
    'adoption': ['adoption_rate', 'planned_adoption_rate'],
    'effect': ['effect', 'planned_effect'],
    'margin': ['unit_amount', 'planned_unit_amount'],
} -%}
with

actuals as (
    select * from {{ ref('assay_inputs__actuals') }}
),

volumes as (
    select * from {{ ref('assay_value__volumes') }}
    where scenario = 'base'
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

realised as (
    select
        use_case,
        metric,
        value as realised_effect
    from {{ ref('assay_value__measurements') }}
    where metric = 'realised_effect'
),

realised_metrics as (
    select
        use_case,
        min(metric) as metric
    from {{ ref('assay_inputs__realisations') }}
    group by use_case
),

-- The metric that realises the value carries the plan's effect over into its own unit; without one,
-- the effect is money itself and a unit is worth 1.
metric_amounts as (
    select
        realised_metrics.use_case,
        gaps.unit_amount
    from realised_metrics
    inner join {{ ref('assay_baseline__gaps') }} as gaps
        on realised_metrics.use_case = gaps.use_case and realised_metrics.metric = gaps.metric
    where gaps.segment = 'all' and gaps.unit_amount > 0
),

planned as (
    select
        actuals.use_case,
        actuals.month,
        volumes.currency,
        case
            when actuals.effect is not null then 'declared'
            when realised.realised_effect is not null then 'measured'
        end as effect_source,
        actuals.volume,
        actuals.adoption_rate,
        coalesce(actuals.effect, realised.realised_effect) as effect,
        case
            when metric_amounts.unit_amount is null then coalesce(actuals.unit_amount, 1)
            else actuals.unit_amount
        end as unit_amount,
        volumes.units_per_month as planned_volume,
        volumes.adopted_rate as planned_adoption_rate,
        effects.effect_amount / coalesce(metric_amounts.unit_amount, 1) as planned_effect,
        coalesce(metric_amounts.unit_amount, 1) as planned_unit_amount
    from actuals
    left join volumes on actuals.use_case = volumes.use_case and actuals.month = volumes.month
    left join effects on actuals.use_case = effects.use_case
    left join realised on actuals.use_case = realised.use_case
    left join metric_amounts on actuals.use_case = metric_amounts.use_case
),

variances as (
    select
        *,
        volume * adoption_rate * effect * unit_amount as actual_amount,
        planned_volume * planned_adoption_rate * planned_effect * planned_unit_amount
            as planned_amount,
        {%- for factor in factors %}
        {{ assay.variance_part(factor, factors) }} as {{ factor }}_amount,
        {%- endfor %}
        volume > 0 and adoption_rate > 0 and effect > 0 and unit_amount > 0
        and planned_volume > 0 and planned_adoption_rate > 0 and planned_effect > 0
            as has_logarithms
    from planned
)

select * from variances
