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

totals as (
    select
        use_case,
        count(*) as n,
        ceil(count(*) / cast(20 as double)) as worst_draws,
        {{ assay.exact_sum('npv_amount') }} / count(*) as expected_npv_amount,
        {{ assay.exact_sum('discounted_volume') }} / count(*) as expected_volume,
        {{ assay.quantiles('npv_amount', [0.05, 0.5, 0.95]) }} as npv_quantiles,
        count(case when npv_amount < 0 then 1 end) / cast(count(*) as double)
            as npv_negative_rate,
        {{ assay.exact_sum('case when npv_amount > 0 then npv_amount else 0 end') }} / count(*)
            as informed_npv_amount,
        max(npv_amount) - min(npv_amount) as npv_range
    from simulated_npvs
    group by use_case
),

summed as (
    select
        *,
        {{ assay.array_value('npv_quantiles', 1) }} as npv_p05_amount,
        {{ assay.array_value('npv_quantiles', 2) }} as npv_p50_amount,
        {{ assay.array_value('npv_quantiles', 3) }} as npv_p95_amount
    from totals
),

-- The worst draws, 5 % rounded up, lie at or below the 5th percentile; what else lies there equals
-- the best of them. Squares of money can be larger than a decimal holds, shares of the range
-- cannot.
spread as (
    select
        summed.use_case,
        sqrt(
            {{ assay.exact_sum(
                'power((simulated_npvs.npv_amount - summed.expected_npv_amount)'
                ~ ' / nullif(summed.npv_range, 0), 2)'
            ) }} / nullif(summed.n - 1, 0)
        ) * summed.npv_range as npv_deviation_amount,
        {{ assay.exact_sum(
            'case when simulated_npvs.npv_amount <= summed.npv_p05_amount'
            ~ ' then simulated_npvs.npv_amount end'
        ) }} as low_sum,
        count(case when simulated_npvs.npv_amount <= summed.npv_p05_amount then 1 end) as low_draws,
        max(
            case
                when simulated_npvs.npv_amount <= summed.npv_p05_amount
                    then simulated_npvs.npv_amount
            end
        ) as low_maximum
    from summed
    inner join simulated_npvs on summed.use_case = simulated_npvs.use_case
    group by summed.use_case, summed.npv_range, summed.n, summed.npv_p05_amount
),

simulations as (
    select
        use_cases.use_case,
        use_cases.currency,
        'computed' as source,
        case
            when summed.use_case is not null then 'ok'
            when business_cases.npv_amount is null then business_cases.evidence_status
            else 'insufficient_data'
        end as evidence_status,
        case
            when summed.use_case is null
                then coalesce(business_cases.reason, 'an uncertain input has no distribution')
        end as reason,
        summed.n,
        business_cases.npv_amount as base_npv_amount,
        summed.expected_npv_amount,
        spread.npv_deviation_amount,
        spread.npv_deviation_amount / sqrt(cast(summed.n as double)) as standard_error_amount,
        summed.npv_p05_amount,
        summed.npv_p50_amount,
        summed.npv_p95_amount,
        (spread.low_sum - (spread.low_draws - summed.worst_draws) * spread.low_maximum)
        / summed.worst_draws as cvar_5_amount,
        summed.npv_negative_rate,
        summed.informed_npv_amount
        - case when summed.expected_npv_amount > 0 then summed.expected_npv_amount else 0 end
            as evpi_amount,
        summed.expected_volume
    from use_cases
    left join business_cases on use_cases.use_case = business_cases.use_case
    left join summed on use_cases.use_case = summed.use_case
    left join spread on use_cases.use_case = spread.use_case
)

select * from simulations
