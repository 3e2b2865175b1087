with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
    where discount_rate_annual is not null
),

months as (
    select
        use_case,
        discount_rate_annual,
        {{ assay.integer_rows('0', 'horizon_months') }} as month
    from use_cases
),

discounted as (
    select
        use_case,
        month,
        cast(
            case
                when month > 0 then {{ assay.discount_factor('month', 'discount_rate_annual') }}
                else 0
            end as decimal(38, 12)
        ) as factor
    from months
),

-- Until the ramp ends a month counts with its number over the ramp, after it in full.
ramp_factors as (
    select
        use_case,
        month,
        cast(sum(month * factor) over until_month as double) as ramp_sum,
        cast(sum(factor) over whole_horizon - sum(factor) over until_month as double) as full_sum,
        max(month) over whole_horizon as horizon_months
    from discounted
    window
        until_month as (partition by use_case order by month rows unbounded preceding),
        whole_horizon as (partition by use_case)
)

select * from ramp_factors
