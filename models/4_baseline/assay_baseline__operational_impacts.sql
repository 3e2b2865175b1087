{%- set measures = {
    'availability': ['ratio', 'availability'],
    'performance': ['ratio', 'performance'],
    'quality': ['ratio', 'quality'],
    'oee': ['ratio', 'availability * performance * quality'],
    'first_pass_yield': ['ratio', 'first_pass_yield'],
    'rolled_throughput_yield': ['ratio', 'rolled_throughput_yield'],
    'extra_hours': ['hours', 'extra_hours / sample_fraction'],
    'rework': ['units', 'rework_count / sample_fraction'],
    'scrap': ['units', 'scrap_count / sample_fraction'],
    'cycle_time': ['days', 'cycle_time_days'],
    'wip': ['units', 'unit_count / sample_fraction / month_days * cycle_time_days'],
} -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

hours as (
    select * from {{ ref('assay_baseline__resource_hours') }}
),

step_sums as (
    select * from {{ ref('assay_baseline__step_sums') }}
),

flows as (
    select * from {{ ref('assay_baseline__unit_flows') }}
),

-- A count is known where every row of the month says yes or no.
steps as (
    select
        use_case,
        cast(sum(n) as bigint) as n,
        case when sum(rework_known) = sum(n) then cast(sum(rework_count) as double) end
            as rework_count,
        case when sum(scrap_known) = sum(n) then cast(sum(scrap_count) as double) end
            as scrap_count,
        {{ assay.exact_sum('extra_hours') }} as extra_hours,
        case
            when sum(standard_known) = sum(logged_count)
                then {{ assay.exact_sum('standard_hours') }}
        end as standard_hours,
        cast(sum(quality_count) as double) / nullif(sum(quality_known), 0) as quality,
        case
            when min(pass_known) = 0 then null
            when min(pass_count) = 0 then cast(0 as double)
            else exp({{ assay.ordered_sum(
                'ln(cast(nullif(pass_count, 0) as double) / nullif(pass_known, 0))', 'step'
            ) }})
        end as rolled_throughput_yield,
        period_start
    from step_sums
    group by use_case, period_start
),

months as (
    select use_case, period_start from hours
    union
    select use_case, period_start from steps
    union
    select use_case, period_start from flows
),

measured as (
    select
        use_cases.use_case,
        use_cases.sample_fraction,
        steps.n,
        hours.productive_hours / nullif(hours.planned_hours, 0) as availability,
        steps.standard_hours / use_cases.sample_fraction / nullif(hours.productive_hours, 0)
            as performance,
        steps.quality,
        cast(flows.pass_count as double) / nullif(flows.pass_known, 0) as first_pass_yield,
        steps.rolled_throughput_yield,
        steps.extra_hours,
        steps.rework_count,
        steps.scrap_count,
        flows.cycle_days / flows.unit_count as cycle_time_days,
        flows.unit_count,
        flows.month_days,
        months.period_start
    from use_cases
    left join months on use_cases.use_case = months.use_case
    left join hours on months.use_case = hours.use_case and months.period_start = hours.period_start
    left join steps on months.use_case = steps.use_case and months.period_start = steps.period_start
    left join flows on months.use_case = flows.use_case and months.period_start = flows.period_start
),

operational_impacts as (
    {%- for impact, measure in measures.items() %}
    select
        use_case,
        {{ assay.text_literal(impact) }} as impact,
        coalesce(cast(period_start as string), 'all') as period,
        {{ assay.text_literal(measure[0]) }} as unit,
        n,
        {{ measure[1] }} as value,
        period_start
    from measured
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from operational_impacts
