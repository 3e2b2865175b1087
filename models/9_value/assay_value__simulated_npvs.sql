with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

-- What cannot be counted once cannot be counted ten thousand times.
business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base' and npv_amount is not null
),

inputs as (
    select
        *,
        input_kind = 'assumption' and input = 'adoption' as is_adoption,
        input_kind = 'assumption' and input = 'ramp_months' as is_ramp
    from {{ ref('assay_value__inputs') }}
),

draws as (
    select * from {{ ref('assay_value__draws') }}
),

ramp_factors as (
    select * from {{ ref('assay_value__ramp_factors') }}
),

drawn as (
    select
        draws.use_case,
        draws.draw,
        -- The measured effect holds with every assumption at its mean.
        {{ assay.exact_sum(
            "inputs.effect_slope * (draws.input_value"
            ~ " - case when inputs.input_kind = 'effect' then 0 else inputs.mean end)"
        ) }} as effect_amount,
        {{ assay.exact_sum('inputs.annuity * draws.input_value') }} as costs_amount,
        max(case when inputs.is_adoption then draws.input_value end) as adoption_rate,
        max(case when inputs.is_ramp then draws.input_value end) as ramp_months,
        count(*) = count(inputs.annuity * draws.input_value) as is_known
    from draws
    inner join inputs
        on draws.use_case = inputs.use_case and draws.input_number = inputs.input_number
    inner join business_cases on draws.use_case = business_cases.use_case
    group by draws.use_case, draws.draw
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
