with

information_values as (
    select * from {{ ref('assay_value__information_values') }}
),

published as (
    select
        use_case,
        information,
        input,
        value_amount,
        cost_amount
    from information_values
)

select * from published
