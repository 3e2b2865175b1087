with

gaps as (
    select * from {{ ref('assay_baseline__gaps') }}
    where segment = 'all'
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

digits as (
    {{ assay._select_positions(9) }}
),

months as (
    select cast(units.position + 10 * tens.position + 100 * hundreds.position as integer) as month
    from digits as units
    cross join digits as tens
    cross join digits as hundreds
),

scenarios as (
    select 'flat' as scenario
    union all
    select 'widening' as scenario
),

expected as (
    select
        gaps.use_case,
        gaps.metric,
        scenarios.scenario,
        use_cases.currency,
        months.month,
        use_cases.units_per_month,
        gaps.unit_amount,
        use_cases.discount_rate_annual,
        gaps.evidence_status as gap_status,
        case scenarios.scenario
            when 'flat' then coalesce(gaps.current_gap, gaps.gap)
            else gaps.current_gap + gaps.gap_trend_per_month * months.month
        end as expected_gap
    from gaps
    inner join use_cases on gaps.use_case = use_cases.use_case
    inner join months on months.month between 1 and use_cases.horizon_months
    cross join scenarios
),

costed as (
    select
        *,
        case
            when expected_gap > 0 then expected_gap * units_per_month * unit_amount
            when units_per_month is not null and unit_amount is not null and expected_gap <= 0
                then cast(0 as double)
        end as cost_amount
    from expected
),

discounted as (
    select
        *,
        cost_amount / power(1 + discount_rate_annual, cast(month as double) / 12) as discounted_cost_amount
    from costed
),

inaction_costs as (
    select
        use_case,
        metric,
        scenario,
        month,
        currency,
        'computed' as source,
        case
            when gap_status <> 'ok' then gap_status
            when units_per_month is null or unit_amount is null then 'not_declared'
            when expected_gap is null then 'insufficient_data'
            when discount_rate_annual is null then 'not_discounted'
            else 'ok'
        end as evidence_status,
        expected_gap,
        units_per_month,
        unit_amount,
        cost_amount,
        discounted_cost_amount,
        cast(sum(cast(cost_amount as decimal(38, 12))) over scenario_months as double)
            as cumulative_cost_amount,
        cast(sum(cast(discounted_cost_amount as decimal(38, 12))) over scenario_months as double)
            as cumulative_discounted_cost_amount
    from discounted
    window
        scenario_months as (
            partition by use_case, metric, scenario order by month
            rows between unbounded preceding and current row
        )
)

select * from inaction_costs
