with

gaps as (
    select * from {{ ref('assay_baseline__gaps') }}
    where segment = 'all'
),

trends as (
    select
        use_case,
        metric,
        residual_variance,
        -- A future month is taken to hold as many decisions as a past one did.
        (month_count + 1) / weight_sum as level_variance,
        month_square_sum,
        last_month_distance,
        {{ assay.student_t_975('cast(month_count - 2 as double)') }} as t_975
    from {{ ref('assay_baseline__trends') }}
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
    select 'flat' as scenario, 0 as trend_share
    union all
    select 'widening' as scenario, 1 as trend_share
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
        gaps.reason as gap_reason,
        case scenarios.scenario
            when 'flat' then coalesce(gaps.current_gap, gaps.gap)
            else gaps.current_gap + gaps.gap_trend_per_month * months.month
        end as expected_gap,
        trends.t_975 * sqrt(trends.residual_variance * (
            trends.level_variance
            + power(trends.last_month_distance + scenarios.trend_share * months.month, 2)
            / trends.month_square_sum
        )) as half_width
    from gaps
    inner join use_cases on gaps.use_case = use_cases.use_case
    inner join months on months.month between 1 and use_cases.horizon_months
    cross join scenarios
    left join trends on gaps.use_case = trends.use_case and gaps.metric = trends.metric
),

bounded as (
    select
        *,
        expected_gap - half_width as gap_low,
        expected_gap + half_width as gap_high,
        units_per_month * unit_amount as gap_amount
    from expected
),

costed as (
    select
        *,
        {%- set costs = {'expected_gap': 'cost', 'gap_low': 'cost_low', 'gap_high': 'cost_high'} %}
        {%- for name, cost in costs.items() %}
        case when {{ name }} > 0 then {{ name }} when {{ name }} <= 0 then cast(0 as double) end
        * gap_amount as {{ cost }}_amount
        {{- ',' if not loop.last }}
        {%- endfor %}
    from bounded
),

discounted as (
    select
        *,
        cost_amount / power(1 + discount_rate_annual, cast(month as double) / 12)
            as discounted_cost_amount
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
        case
            when gap_status <> 'ok' then gap_reason
            when units_per_month is null then 'volume.units_per_month is not declared'
            when unit_amount is null then 'the metric has no unit_amount'
            when expected_gap is null then 'too few months for a trend'
            when discount_rate_annual is null then 'money.discount_rate_annual is not declared'
            when gap_low is null then 'too few months for an interval'
        end as reason,
        expected_gap,
        gap_low,
        gap_high,
        units_per_month,
        unit_amount,
        cost_amount,
        cost_low_amount,
        cost_high_amount,
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
