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
        roi_rate,
        payback_months,
        discounted_payback_months,
        break_even_units_per_month,
        break_even_effect_amount,
        is_within_capacity
    from business_cases
)

select * from published
