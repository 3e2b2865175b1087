with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

cash_flows as (
    select * from {{ ref('assay_value__cash_flows') }}
    where scenario = 'base'
),

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base'
),

delays as (
    {%- for weeks in [0, 1, 4, 13, 26] %}
    select
        cast({{ weeks }} as integer) as delay_weeks,
        cast({{ weeks * 7 * 12 / 365.25 }} as double) as delay_months
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Money of month m comes evenly during it: what a late start moves beyond the horizon is lost.
shifted as (
    select
        cash_flows.use_case,
        delays.delay_weeks,
        cash_flows.month + delays.delay_months as month,
        use_cases.discount_rate_annual,
        cash_flows.amount * case
            when cash_flows.month = 0 then cast(1 as double)
            else greatest(
                cast(0 as double),
                least(
                    cast(1 as double),
                    use_cases.horizon_months - (cash_flows.month - 1 + delays.delay_months)
                )
            )
        end as amount
    from cash_flows
    inner join use_cases on cash_flows.use_case = use_cases.use_case
    cross join delays
),

valued as (
    select
        use_case,
        delay_weeks,
        {{ assay.npv('amount', 'month', 'discount_rate_annual') }} as npv_amount
    from shifted
    group by use_case, delay_weeks
),

delayed_cases as (
    select
        valued.use_case,
        valued.delay_weeks,
        business_cases.currency,
        case when business_cases.npv_amount is not null then valued.npv_amount end as npv_amount,
        (business_cases.npv_amount - valued.npv_amount) / nullif(valued.delay_weeks, 0)
            as cost_of_delay_per_week_amount
    from valued
    inner join business_cases on valued.use_case = business_cases.use_case
)

select * from delayed_cases
