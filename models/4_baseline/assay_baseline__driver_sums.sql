with

observations as (
    select * from {{ ref('assay_baseline__observations') }}
    where segment = 'all'
),

gaps as (
    select * from {{ ref('assay_baseline__gaps') }}
    where segment = 'all'
),

drivers as (
    {{ assay._select_drivers() }}
),

lost as (
    select
        observations.*,
        case gaps.direction when 'down' then 1 when 'up' then -1 end
        * (observations.value - gaps.reference_value)
        * coalesce(observations.unit_amount, gaps.unit_amount) as loss_amount
    from observations
    inner join gaps using (use_case, metric)
),

traced as (
    select
        lost.use_case,
        lost.metric,
        drivers.driver,
        coalesce({{ assay.map_value('lost.drivers', 'drivers.driver') }}, 'missing')
            as driver_value,
        lost.cluster_id,
        lost.loss_amount
    from lost
    inner join drivers on lost.use_case = drivers.use_case
),

clusters as (
    select
        use_case,
        metric,
        driver,
        driver_value,
        cluster_id,
        count(loss_amount) as n,
        {{ assay.exact_sum('loss_amount') }} as loss_sum
    from traced
    group by use_case, metric, driver, driver_value, cluster_id
),

driver_sums as (
    select
        use_case,
        metric,
        driver,
        driver_value,
        cast(sum(n) as bigint) as n,
        count(loss_sum) as cluster_count,
        cast(sum(n * n) as double) as size_square_sum,
        {{ assay.exact_sum('loss_sum') }} as loss_sum,
        {{ assay.exact_sum('loss_sum * loss_sum') }} as loss_square_sum,
        {{ assay.exact_sum('loss_sum * n') }} as product_sum
    from clusters
    group by use_case, metric, driver, driver_value
)

select * from driver_sums
