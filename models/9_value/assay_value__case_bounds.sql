{%- set case_columns = {
    'npv_amount': 1,
    'roi_rate': 1,
    'payback_months': -1,
    'discounted_payback_months': -1,
    'break_even_units_per_month': -1,
    'break_even_effect_amount': -1,
} -%}
with

cases as (
    {%- for column, direction in case_columns.items() %}
    select
        use_case,
        '{{ column }}' as metric,
        max(case when scenario = 'base' then {{ column }} end) as value,
        max(case when scenario = '{{ 'low' if direction == 1 else 'high' }}' then {{ column }} end)
            as ci_low,
        max(case when scenario = '{{ 'high' if direction == 1 else 'low' }}' then {{ column }} end)
            as ci_high,
        -- What is not paid back within the horizon is paid back after it or never.
        max(case
            when npv_amount is not null {{ '' if 'payback' in column else 'and false' }}
                then horizon_months
        end) as least_value
    from {{ ref('assay_value__business_cases') }}
    group by use_case
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

case_bounds as (
    select
        use_case,
        metric,
        'business_case' as origin,
        'scenarios' as interval_kind,
        value,
        coalesce(ci_low, case when value is null then cast(least_value as double) end) as ci_low,
        ci_high,
        case when metric = 'npv_amount' then cast(0 as double) end as baseline_value,
        cast(null as bigint) as n
    from cases
    where value is not null or ci_low is not null or least_value is not null
)

select * from case_bounds
