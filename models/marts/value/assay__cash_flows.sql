with

cash_flows as (
    select * from {{ ref('assay_value__cash_flows') }}
),

published as (
    select
        use_case,
        scenario,
        month,
        line,
        kind,
        cost_type,
        currency,
        source,
        unit_share,
        volume,
        unit_amount,
        amount
    from cash_flows
)

select * from published
