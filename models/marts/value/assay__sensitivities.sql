with

sensitivities as (
    select * from {{ ref('assay_value__sensitivities') }}
),

published as (
    select
        use_case,
        input_kind,
        input,
        distribution,
        source,
        input_mean,
        input_p10,
        input_p90,
        npv_at_p10_amount,
        npv_at_p90_amount,
        swing_amount,
        npv_slope,
        first_order_share,
        break_even_value
    from sensitivities
)

select * from published
