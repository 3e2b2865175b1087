with

cash_flows as (
    select * from {{ ref('assay_value__cash_flows') }}
),

compute_costs as (
    select * from {{ ref('assay_value__compute_costs') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

planned as (
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
        amount,
        cast(null as double) as run_cost_amount
    from cash_flows
),

-- Seconds differ between two builds: what they cost has a column of its own and is never added.
measured as (
    select
        compute_costs.use_case,
        'base' as scenario,
        compute_costs.month,
        'measured training' as line,
        'per_retrain' as kind,
        'compute' as cost_type,
        use_cases.currency,
        'measured' as source,
        case when compute_costs.compute_hour_amount is null then 'not_declared' else 'ok' end
            as evidence_status,
        case
            when compute_costs.compute_hour_amount is null
                then 'the assumption compute_hour_amount is not declared'
            else 'a measured cost, in run_cost_amount; the amounts are the plan'
        end as reason,
        cast(null as double) as unit_share,
        cast(null as double) as volume,
        cast(null as double) as unit_amount,
        cast(null as double) as amount,
        -compute_costs.run_cost_amount as run_cost_amount
    from compute_costs
    inner join use_cases on compute_costs.use_case = use_cases.use_case
),

published as (
    select * from planned
    union all
    select * from measured
)

select * from published
