with

draws as (
    select * from {{ ref('assay_value__draws') }}
),

simulated_npvs as (
    select
        use_case,
        draw,
        discounted_volume,
        discounted_volume * effect_amount - costs_amount as npv_amount
    from draws
)

select * from simulated_npvs
