with

verdicts as (
    select * from {{ ref('assay_value__verdicts') }}
),

published as (
    select
        use_case,
        verdict,
        reason,
        pivotal_input_kind,
        pivotal_input,
        currency,
        source,
        evidence_status,
        expected_npv_amount,
        npv_negative_rate,
        npv_negative_max_rate,
        evpi_amount,
        pivotal_mean,
        pivotal_break_even,
        pivotal_evppi_amount,
        evsi_amount,
        pilot_cost_amount,
        stage_gate_amount,
        option_amount
    from verdicts
)

select * from published
