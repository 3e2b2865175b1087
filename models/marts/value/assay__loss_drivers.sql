with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

loss_drivers as (
    select * from {{ ref('assay_baseline__loss_drivers') }}
),

published as (
    select
        use_cases.use_case,
        coalesce(loss_drivers.metric, 'none') as metric,
        coalesce(loss_drivers.driver, 'none') as driver,
        coalesce(loss_drivers.driver_value, 'none') as driver_value,
        loss_drivers.currency,
        'computed' as source,
        coalesce(loss_drivers.evidence_status, 'not_declared') as evidence_status,
        case
            when loss_drivers.driver is null then 'no driver or segment is declared'
            when loss_drivers.evidence_status = 'not_declared'
                then 'the metric has no reference or no unit_amount'
            when loss_drivers.evidence_status = 'insufficient_data'
                then 'fewer than two independent decisions'
            when loss_drivers.evidence_status = 'no_volume'
                then 'volume.units_per_month is not declared'
        end as reason,
        loss_drivers.n,
        loss_drivers.cluster_count,
        loss_drivers.loss_rank,
        loss_drivers.mean_loss_amount,
        loss_drivers.standard_error,
        loss_drivers.difference_amount,
        loss_drivers.difference_ci_low,
        loss_drivers.difference_ci_high,
        loss_drivers.loss_amount,
        loss_drivers.excess_amount,
        loss_drivers.share_rate,
        loss_drivers.cumulative_share_rate,
        loss_drivers.is_worse_than_rest
    from use_cases
    left join loss_drivers on use_cases.use_case = loss_drivers.use_case
)

select * from published
