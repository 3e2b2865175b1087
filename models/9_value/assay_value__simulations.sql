with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base'
),

simulated_npvs as (
    select * from {{ ref('assay_value__simulated_npvs') }}
    where draw > 0
),

-- A scan of its own, because rows that are used twice would be kept in memory.
ranged as (
    select
        use_case,
        count(*) as n,
        ceil(count(*) / cast(20 as double)) as worst_draws,
        {{ assay.quantiles('npv_amount', [0.05, 0.5, 0.95]) }} as npv_quantiles,
        count(case when npv_amount < 0 then 1 end) / cast(count(*) as double) as npv_negative_rate,
        min(npv_amount) as npv_minimum,
        max(npv_amount) - min(npv_amount) as npv_range,
        case when min(npv_amount) > 0 then min(npv_amount) else 0 end as gain_minimum,
        max(discounted_volume) as volume_maximum,
        1.5e0 * power(2e0, ceil(log2(count(*))) + 2) as corner
    from {{ ref('assay_value__simulated_npvs') }}
    where draw > 0
    group by use_case
),

summed as (
    select
        *,
        {{ assay.array_value('npv_quantiles', 1) }} as npv_p05_amount,
        {{ assay.array_value('npv_quantiles', 2) }} as npv_p50_amount,
        {{ assay.array_value('npv_quantiles', 3) }} as npv_p95_amount
    from ranged
),

-- Shares of the range have sums of known size, which exact_sum would pay ten times for.
shares as (
    select
        summed.use_case,
        summed.corner,
        (simulated_npvs.npv_amount - summed.npv_minimum) / nullif(summed.npv_range, 0) as npv_share,
        (
            case when simulated_npvs.npv_amount > 0 then simulated_npvs.npv_amount else 0 end
            - summed.gain_minimum
        ) / nullif(summed.npv_range, 0) as gain_share,
        simulated_npvs.discounted_volume / nullif(summed.volume_maximum, 0) as volume_share,
        simulated_npvs.npv_amount <= summed.npv_p05_amount as is_low
    from summed
    inner join simulated_npvs on summed.use_case = simulated_npvs.use_case
),

-- The worst draws, 5 % rounded up, lie at or below the 5th percentile; what else lies there equals
-- the best of them.
totals as (
    select
        use_case,
        {{ assay._grid_sum('npv_share', 'corner') }} as npv_sum,
        {{ assay._grid_sum('npv_share * npv_share', 'corner') }} as square_sum,
        {{ assay._grid_sum('gain_share', 'corner') }} as gain_sum,
        {{ assay._grid_sum('volume_share', 'corner') }} as volume_sum,
        {{ assay._grid_sum('npv_share', 'corner') }} filter (where is_low) as low_sum,
        count(*) filter (where is_low) as low_draws,
        max(npv_share) filter (where is_low) as low_maximum
    from shares
    group by use_case
),

measured as (
    select
        summed.*,
        summed.npv_minimum + summed.npv_range * coalesce(totals.npv_sum, 0) / summed.n
            as expected_npv_amount,
        summed.npv_range * sqrt(
            (totals.square_sum - totals.npv_sum * totals.npv_sum / summed.n)
            / nullif(summed.n - 1, 0)
        ) as npv_deviation_amount,
        summed.npv_minimum + summed.npv_range * coalesce(
            totals.low_sum - (totals.low_draws - summed.worst_draws) * totals.low_maximum, 0
        ) / summed.worst_draws as cvar_5_amount,
        summed.gain_minimum + summed.npv_range * coalesce(totals.gain_sum, 0) / summed.n
            as informed_npv_amount,
        summed.volume_maximum * coalesce(totals.volume_sum, 0) / summed.n as expected_volume
    from summed
    inner join totals on summed.use_case = totals.use_case
),

simulations as (
    select
        use_cases.use_case,
        use_cases.currency,
        'computed' as source,
        case
            when measured.use_case is not null then 'ok'
            when business_cases.npv_amount is null then business_cases.evidence_status
            else 'insufficient_data'
        end as evidence_status,
        case
            when measured.use_case is null
                then coalesce(business_cases.reason, 'an uncertain input has no distribution')
        end as reason,
        measured.n,
        business_cases.npv_amount as base_npv_amount,
        measured.expected_npv_amount,
        measured.npv_deviation_amount,
        measured.npv_deviation_amount / sqrt(cast(measured.n as double)) as standard_error_amount,
        measured.npv_p05_amount,
        measured.npv_p50_amount,
        measured.npv_p95_amount,
        measured.cvar_5_amount,
        measured.npv_negative_rate,
        measured.informed_npv_amount
        - case when measured.expected_npv_amount > 0 then measured.expected_npv_amount else 0 end
            as evpi_amount,
        measured.expected_volume
    from use_cases
    left join business_cases on use_cases.use_case = business_cases.use_case
    left join measured on use_cases.use_case = measured.use_case
)

select * from simulations
