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
        currency,
        source,
        evidence_status,
        reason,
        horizon_months,
        discount_rate_annual,
        npv_amount,
        case when scenario = 'base' then npv_amount - run_costs.present_amount end
            as run_npv_amount,
        benefits_amount,
        costs_amount,
        investment_amount,
        roi_rate,
        undiscounted_roi_rate,
        irr_annual_rate,
        mirr_annual_rate,
        profitability_index,
        payback_months,
        discounted_payback_months,
        break_even_units_per_month,
        break_even_effect_amount,
        break_even_adoption_rate,
        break_even_precision_rate,
        irr_count,
        sign_changes,
        is_within_capacity
    from business_cases
    left join run_costs on business_cases.use_case = run_costs.use_case
)

select * from published
