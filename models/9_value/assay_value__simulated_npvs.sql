with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

-- What cannot be counted once cannot be counted ten thousand times.
business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base' and npv_amount is not null
),

draws as (
    select * from {{ ref('assay_value__draws') }}
),

ramp_factors as (
    select * from {{ ref('assay_value__ramp_factors') }}
),

drawn as (
    select
        use_case,
        draw,
        -- The measured effect holds with every assumption at its mean.
        {{ assay.exact_group_sum(
            "effect_slope * (input_value - case when input_kind = 'effect' then 0 else mean end)"
        ) }} as effect_amount,
        {{ assay.exact_group_sum('annuity * input_value') }} as costs_amount,
        max(case when input_kind = 'assumption' and input = 'adoption' then input_value end)
            as adoption_rate,
        max(case when input_kind = 'assumption' and input = 'ramp_months' then input_value end)
            as ramp_months,
        count(*) = count(annuity * input_value) as is_known
    from draws
    group by use_case, draw
),

bounded as (
    select
        drawn.use_case,
        drawn.draw,
        drawn.effect_amount,
        drawn.costs_amount,
        use_cases.units_per_month,
        case
            when drawn.adoption_rate is null then cast(1 as double)
            when drawn.adoption_rate > 1 then cast(1 as double)
            when drawn.adoption_rate < 0 then cast(0 as double)
            else drawn.adoption_rate
        end as adoption_rate,
        case
            when drawn.ramp_months > 1 then drawn.ramp_months
            else cast(1 as double)
        end as ramp_months,
        use_cases.horizon_months
    from drawn
    inner join use_cases on drawn.use_case = use_cases.use_case
    inner join business_cases on drawn.use_case = business_cases.use_case
    where drawn.is_known
),

factored as (
    select
        bounded.*,
        bounded.units_per_month
        * bounded.adoption_rate
        * (ramp_factors.ramp_sum / bounded.ramp_months + ramp_factors.full_sum)
            as discounted_volume
    from bounded
    inner join ramp_factors
        on
            bounded.use_case = ramp_factors.use_case
            and ramp_factors.month = cast(
                case
                    when bounded.ramp_months > bounded.horizon_months then bounded.horizon_months
                    else ceil(bounded.ramp_months) - 1
                end as integer
            )
),

simulated_npvs as (
    select
        use_case,
        draw,
        effect_amount,
        discounted_volume,
        costs_amount,
        discounted_volume * effect_amount - costs_amount as npv_amount
    from factored
)

select * from simulated_npvs
