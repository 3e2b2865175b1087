with

sensitivities as (
    select * from {{ ref('assay_value__sensitivities') }}
),

simulations as (
    select * from {{ ref('assay_value__simulations') }}
),

published as (
    select
        simulations.use_case,
        coalesce(sensitivities.input_kind, 'none') as input_kind,
        coalesce(sensitivities.input, 'none') as input,
        sensitivities.distribution,
        sensitivities.source,
        simulations.evidence_status,
        simulations.reason,
        sensitivities.input_mean,
        sensitivities.input_p10,
        sensitivities.input_p90,
        sensitivities.npv_at_p10_amount,
        sensitivities.npv_at_p90_amount,
        sensitivities.swing_amount,
        sensitivities.npv_slope,
        sensitivities.first_order_share,
        sensitivities.break_even_value
    from simulations
    left join sensitivities on simulations.use_case = sensitivities.use_case
)

select * from published
