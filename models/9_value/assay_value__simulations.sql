with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base'
),

simulated_npvs as (
    select
        *,
        row_number() over (partition by use_case order by npv_amount, draw) as npv_rank,
        count(*) over (partition by use_case) as n
    from {{ ref('assay_value__simulated_npvs') }}
    where draw > 0
),

summed as (
    select
        use_case,
        cast(n as bigint) as n,
        {{ assay.exact_sum('npv_amount') }} / n as expected_npv_amount,
        {{ assay.exact_sum('discounted_volume') }} / n as expected_volume,
        {{ assay.quantile('npv_amount', 0.05) }} as npv_p05_amount,
        {{ assay.quantile('npv_amount', 0.5) }} as npv_p50_amount,
        {{ assay.quantile('npv_amount', 0.95) }} as npv_p95_amount,
        count(case when npv_amount < 0 then 1 end) / cast(n as double) as npv_negative_rate,
        {{ assay.exact_sum(
            'case when npv_rank <= ceil(n / cast(20 as double)) then npv_amount end'
        ) }}
        / ceil(n / cast(20 as double)) as cvar_5_amount,
        {{ assay.exact_sum('case when npv_amount > 0 then npv_amount else 0 end') }} / n
            as informed_npv_amount,
        max(npv_amount) - min(npv_amount) as npv_range
    from simulated_npvs
    group by use_case, n
),

-- Squares of money can be larger than a decimal holds, shares of the range cannot.
spread as (
    select
        summed.use_case,
        sqrt(
            {{ assay.exact_sum(
                'power((simulated_npvs.npv_amount - summed.expected_npv_amount)'
                ~ ' / nullif(summed.npv_range, 0), 2)'
            ) }} / nullif(summed.n - 1, 0)
        ) * summed.npv_range as npv_deviation_amount
    from summed
    inner join simulated_npvs on summed.use_case = simulated_npvs.use_case
    group by summed.use_case, summed.npv_range, summed.n
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
        summed.cvar_5_amount,
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
