with

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
),

run_costs as (
    select
        compute_costs.use_case,
        {{ assay.npv(
            'compute_costs.run_cost_amount',
            'compute_costs.month',
            'use_cases.discount_rate_annual'
        ) }} as present_amount
    from {{ ref('assay_value__compute_costs') }} as compute_costs
    inner join {{ ref('assay_inputs__use_cases') }} as use_cases
        on compute_costs.use_case = use_cases.use_case
    group by compute_costs.use_case
),

published as (
    select
        business_cases.use_case,
        business_cases.scenario,
        business_cases.currency,
        business_cases.source,
        business_cases.evidence_status,
        business_cases.reason,
        business_cases.horizon_months,
        business_cases.discount_rate_annual,
        business_cases.npv_amount,
        case
            when business_cases.scenario = 'base'
                then business_cases.npv_amount - run_costs.present_amount
        end as run_npv_amount,
        business_cases.annual_equivalent_amount,
        business_cases.benefits_amount,
        business_cases.costs_amount,
        business_cases.investment_amount,
        business_cases.roi_rate,
        business_cases.undiscounted_roi_rate,
        business_cases.irr_annual_rate,
        business_cases.mirr_annual_rate,
        business_cases.profitability_index,
        business_cases.payback_months,
        business_cases.discounted_payback_months,
        business_cases.break_even_units_per_month,
        business_cases.break_even_effect_amount,
        business_cases.break_even_adoption_rate,
        business_cases.break_even_precision_rate,
        business_cases.irr_count,
        business_cases.sign_changes,
        business_cases.is_within_capacity
    from business_cases
    left join run_costs on business_cases.use_case = run_costs.use_case
)

select * from published
