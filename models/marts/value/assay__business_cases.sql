with

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
),

published as (
    select
        use_case,
        scenario,
        currency,
        source,
        evidence_status,
        reason,
        horizon_months,
        discount_rate_annual,
        npv_amount,
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
)

select * from published
