with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

time_savings as (
    select * from {{ ref('assay_inputs__time_savings') }}
),

decision_benefits as (
    select * from {{ ref('assay_value__decision_benefits') }}
),

benchmark_values as (
    select * from {{ ref('assay_value__benchmark_values') }}
),

unit_costs as (
    select * from {{ ref('assay_value__unit_costs') }}
),

single_volumes as (
    select * from unit_costs
    where volume_step = '1x'
),

efficiency as (
    select
        time_savings.use_case,
        'efficiency' as category,
        time_savings.activity as benefit,
        'hours per month' as unit,
        'declared' as source,
        -- Saved hours are no money before somebody says which part of them is released or used.
        case
            when time_savings.hours_before is null or time_savings.hours_after is null
                then 'hours_before or hours_after is not declared'
            when time_savings.realisation_share_rate is null
                then 'realisation_share_rate is not declared'
            when time_savings.hour_rate_amount is null then 'hour_rate_amount is not declared'
        end as reason,
        time_savings.source as reference_source,
        time_savings.hours_after as value,
        time_savings.hours_before as reference_value,
        cast(null as double) as difference_ci_low,
        cast(null as double) as difference_ci_high,
        (time_savings.hours_before - time_savings.hours_after)
        * time_savings.hour_rate_amount * time_savings.realisation_share_rate as monthly_amount,
        time_savings.hours_after < time_savings.hours_before as is_improvement,
        cast(null as date) as reference_date,
        'not_declared' as missing_status
    from time_savings
),

peers as (
    select
        use_case,
        'competitiveness' as category,
        metric || ' against ' || peer as benefit,
        unit,
        'measured' as source,
        reason,
        source as reference_source,
        value,
        peer_value as reference_value,
        cast(null as double) as difference_ci_low,
        cast(null as double) as difference_ci_high,
        cast(null as double) as monthly_amount,
        is_better as is_improvement,
        observed_on as reference_date,
        evidence_status as missing_status
    from benchmark_values
),

scales as (
    select
        unit_costs.use_case,
        'scalability' as category,
        case unit_costs.volume_step
            when '10x' then 'unit_cost_at_10x'
            else 'break_even_units_per_month'
        end as benefit,
        case unit_costs.volume_step
            when '10x' then 'money per decision'
            else 'decisions per month'
        end as unit,
        'computed' as source,
        case when unit_costs.evidence_status <> 'ok' then unit_costs.reason end as reason,
        'declared volume' as reference_source,
        case unit_costs.volume_step
            when '10x' then unit_costs.cost_unit_amount
            else unit_costs.units_per_month
        end as value,
        case unit_costs.volume_step
            when '10x' then single_volumes.cost_unit_amount
            else single_volumes.units_per_month
        end as reference_value,
        cast(null as double) as difference_ci_low,
        cast(null as double) as difference_ci_high,
        cast(null as double) as monthly_amount,
        case unit_costs.volume_step
            when '10x' then unit_costs.cost_unit_amount < single_volumes.cost_unit_amount
            else unit_costs.units_per_month <= single_volumes.units_per_month
        end as is_improvement,
        cast(null as date) as reference_date,
        unit_costs.evidence_status as missing_status
    from unit_costs
    inner join single_volumes on unit_costs.use_case = single_volumes.use_case
    where unit_costs.volume_step in ('10x', 'break_even')
),

stacked as (
    {%- for relation in ['efficiency', 'decision_benefits', 'peers', 'scales'] %}
    select * from {{ relation }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

benefits as (
    select
        stacked.use_case,
        stacked.category,
        stacked.benefit,
        stacked.unit,
        use_cases.currency,
        stacked.source,
        case when stacked.reason is null then 'ok' else stacked.missing_status end
            as evidence_status,
        stacked.reason,
        stacked.reference_source,
        stacked.value,
        stacked.reference_value,
        stacked.value - stacked.reference_value as difference,
        stacked.difference_ci_low,
        stacked.difference_ci_high,
        stacked.monthly_amount,
        stacked.is_improvement,
        stacked.reference_date
    from stacked
    inner join use_cases on stacked.use_case = use_cases.use_case
)

select * from benefits
