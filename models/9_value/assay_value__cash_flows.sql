with

volumes as (
    select * from {{ ref('assay_value__volumes') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

cost_lines as (
    select
        *,
        coalesce(month, every_months, 1) as retrain_month,
        -- Without a rhythm the cost is unknown, not absent: one row without an amount says so.
        coalesce(every_months, 1000000) as retrain_step
    from {{ ref('assay_inputs__cost_lines') }}
),

benefits as (
    select
        volumes.use_case,
        volumes.scenario,
        volumes.month,
        'value_of_decisions' as line,
        'benefit' as kind,
        cast(null as string) as cost_type,
        volumes.currency,
        'computed' as source,
        volumes.units_per_month,
        volumes.adopted_rate as unit_share,
        -- An effect without an interval has no bad and no good end.
        case volumes.scenario
            when 'low' then effects.effect_ci_low
            when 'high' then effects.effect_ci_high
            else effects.effect_amount
        end as unit_amount
    from volumes
    left join effects on volumes.use_case = effects.use_case
    -- What happens during a month is money at its end; month 0 is the day of the start.
    where volumes.month >= 1
),

costs as (
    select
        volumes.use_case,
        volumes.scenario,
        volumes.month,
        cost_lines.name as line,
        cost_lines.kind,
        cost_lines.cost_type,
        volumes.currency,
        case when cost_lines.kind = 'per_unit' then 'computed' else 'declared' end as source,
        case when cost_lines.kind = 'per_unit' then volumes.units_per_month end as units_per_month,
        case when cost_lines.kind = 'per_unit' then cast(1 as double) end as unit_share,
        -- The low scenario is the bad one: little comes in and everything costs as much as it may.
        case
            when cost_lines.kind <> 'per_retrain' or cost_lines.every_months is not null
                then -(
                    {{ assay._at_scenario('cost_lines.high', 'cost_lines.mode', 'cost_lines.low') }}
                )
        end as unit_amount
    from volumes
    inner join cost_lines on volumes.use_case = cost_lines.use_case
    where
        case cost_lines.kind
            when 'one_off' then volumes.month = coalesce(cost_lines.month, 0)
            when 'per_retrain'
                then
                    volumes.month >= cost_lines.retrain_month
                    and mod(volumes.month - cost_lines.retrain_month, cost_lines.retrain_step) = 0
            else volumes.month >= coalesce(cost_lines.month, 1)
        end
),

flows as (
    select * from benefits
    union all
    select * from costs
),

cash_flows as (
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
        units_per_month * unit_share as volume,
        unit_amount,
        case
            when kind in ('benefit', 'per_unit') then units_per_month * unit_share * unit_amount
            else unit_amount
        end as amount
    from flows
)

select * from cash_flows
