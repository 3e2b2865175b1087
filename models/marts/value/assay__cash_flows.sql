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
        case when amount is null then 'not_declared' else 'ok' end as evidence_status,
        nullif(
            concat_ws(
                '; ',
                case
                    when kind in ('benefit', 'per_unit') and volume is null
                        then 'the volume is not declared'
                end,
                case
                    when unit_amount is not null then null
                    when kind = 'benefit' then 'the effect or its interval is not known'
                    else 'the cost line has no amount or no rhythm'
                end
            ),
            ''
        ) as reason,
        unit_share,
        volume,
        unit_amount,
        amount
    from cash_flows
)

select * from published
