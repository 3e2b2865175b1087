with

portfolios as (
    select * from {{ ref('assay_value__portfolios') }}
),

published as (
    select
        use_case,
        verdict,
        currency,
        source,
        evidence_status,
        reason,
        portfolio_rank,
        expected_npv_amount,
        npv_negative_rate,
        investment_amount,
        npv_per_investment,
        person_weeks,
        cumulated_investment_amount,
        cumulated_npv_amount
    from portfolios
)

select * from published
