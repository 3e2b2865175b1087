with

simulations as (
    select * from {{ ref('assay_value__simulations') }}
),

published as (
    select
        use_case,
        currency,
        source,
        evidence_status,
        reason,
        n,
        base_npv_amount,
        expected_npv_amount,
        npv_deviation_amount,
        standard_error_amount,
        npv_p05_amount,
        npv_p50_amount,
        npv_p95_amount,
        cvar_5_amount,
        npv_negative_rate,
        evpi_amount
    from simulations
)

select * from published
