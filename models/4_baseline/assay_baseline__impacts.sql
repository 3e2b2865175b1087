with

operational as (
    select * from {{ ref('assay_baseline__operational_impacts') }}
),

strategic as (
    select * from {{ ref('assay_baseline__strategic_impacts') }}
),

financial as (
    select * from {{ ref('assay_baseline__financial_impacts') }}
),

impacts as (
    select
        use_case,
        'operational' as kind,
        impact,
        period,
        cast(null as string) as line_kind,
        cast(null as string) as metric,
        unit,
        cast(null as string) as basis,
        cast(null as string) as currency,
        'measured' as source,
        case when value is null then 'not_declared' else 'ok' end as evidence_status,
        case
            when value is null then 'no tool states, process steps or unit flows to measure it from'
        end as reason,
        n,
        value,
        cast(null as double) as overlapping_value,
        cast(null as double) as probability_rate,
        cast(null as double) as weight_rate,
        cast(null as double) as amount,
        period_start
    from operational
    union all
    select
        use_case,
        'strategic' as kind,
        impact,
        'all' as period,
        cast(null as string) as line_kind,
        metric,
        unit,
        cast(null as string) as basis,
        cast(null as string) as currency,
        'computed' as source,
        evidence_status,
        case evidence_status
            when 'weights_do_not_add_up_to_1'
                then 'the weights of the objectives do not add up to 1'
            when 'not_quantified' then 'no elasticity is declared'
            when 'not_declared' then 'the metric has no gap'
        end as reason,
        n,
        value,
        cast(null as double) as overlapping_value,
        cast(null as double) as probability_rate,
        weight_rate,
        cast(null as double) as amount,
        cast(null as date) as period_start
    from strategic
    union all
    select
        use_case,
        'financial' as kind,
        impact,
        period,
        line_kind,
        metric,
        unit,
        basis,
        currency,
        source,
        case
            when amount is not null then 'ok'
            when source = 'computed' and value is null then 'no_data'
            else 'not_declared'
        end as evidence_status,
        case
            when amount is not null then null
            when source = 'computed' and value is null then 'nothing was counted in the month'
            else 'the line lacks a number of units, a unit_amount or a probability_rate'
        end as reason,
        n,
        value,
        overlapping_value,
        probability_rate,
        cast(null as double) as weight_rate,
        amount,
        period_start
    from financial
)

select * from impacts
