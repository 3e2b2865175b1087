with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base'
),

cash_flows as (
    select
        cash_flows.*,
        use_cases.discount_rate_annual
    from {{ ref('assay_value__cash_flows') }} as cash_flows
    inner join use_cases on cash_flows.use_case = use_cases.use_case
    where cash_flows.scenario = 'base'
),

champion_usages as (
    select * from {{ ref('assay_operations__champion_usages') }}
),

steps as (
    {%- for name, multiple in [
        ('0.1x', 0.1), ('0.25x', 0.25), ('0.5x', 0.5), ('1x', 1), ('2x', 2), ('5x', 5), ('10x', 10)
    ] %}
    select
        '{{ name }}' as volume_step,
        cast({{ multiple }} as double) as volume_multiple
    union all
    {%- endfor %}
    select
        'break_even' as volume_step,
        cast(null as double) as volume_multiple
),

present_values as (
    select
        use_case,
        count(*) filter (where kind <> 'benefit') as cost_count,
        {{ assay.npv(
            "case when kind in ('benefit', 'per_unit') then 0 else -amount end",
            'month',
            'discount_rate_annual'
        ) }} as fixed_amount,
        {{ assay.npv(
            "case when kind = 'per_unit' then -unit_share * unit_amount else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as variable_amount,
        {{ assay.npv(
            "case when kind = 'benefit' then unit_share * unit_amount else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as benefit_amount,
        {{ assay.npv(
            "case when kind = 'benefit' then 1 else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as discounted_months
    from cash_flows
    group by use_case
),

levelled as (
    select
        use_cases.use_case,
        steps.volume_step,
        use_cases.currency,
        business_cases.reason,
        business_cases.evidence_status as case_status,
        champion_usages.reason as usage_reason,
        coalesce(present_values.cost_count, 0) > 0 as has_costs,
        case
            when steps.volume_step = 'break_even' then business_cases.break_even_units_per_month
            else steps.volume_multiple * use_cases.units_per_month
        end as units_per_month,
        present_values.fixed_amount / present_values.discounted_months as fixed_monthly_amount,
        present_values.variable_amount / present_values.discounted_months as variable_unit_amount,
        present_values.benefit_amount / present_values.discounted_months as benefit_unit_amount,
        champion_usages.run_training_seconds_per_1000_rows,
        champion_usages.run_training_bytes_per_1000_rows,
        champion_usages.run_scoring_seconds_per_1000_rows,
        champion_usages.run_scoring_bytes_per_1000_rows,
        champion_usages.run_scoring_unit_amount
    from use_cases
    cross join steps
    left join present_values on use_cases.use_case = present_values.use_case
    left join business_cases on use_cases.use_case = business_cases.use_case
    left join champion_usages on use_cases.use_case = champion_usages.use_case
),

priced as (
    select
        *,
        case
            when has_costs
                then fixed_monthly_amount / nullif(units_per_month, 0) + variable_unit_amount
        end as cost_unit_amount
    from levelled
),

unit_costs as (
    select
        use_case,
        volume_step,
        currency,
        'computed' as source,
        case
            when cost_unit_amount is not null and benefit_unit_amount is not null then 'ok'
            when volume_step = 'break_even' and reason is null then 'no_break_even'
            else coalesce(nullif(case_status, 'ok'), 'not_declared')
        end as evidence_status,
        case
            when volume_step = 'break_even' and units_per_month is null
                then coalesce(reason, 'no volume pays for the fixed costs')
            else coalesce(reason, usage_reason)
        end as reason,
        units_per_month,
        case when has_costs then fixed_monthly_amount end as fixed_monthly_amount,
        case when has_costs then variable_unit_amount end as variable_unit_amount,
        cost_unit_amount,
        benefit_unit_amount,
        benefit_unit_amount - cost_unit_amount as margin_unit_amount,
        units_per_month * (benefit_unit_amount - cost_unit_amount) as margin_monthly_amount,
        run_training_seconds_per_1000_rows,
        run_training_bytes_per_1000_rows,
        run_scoring_seconds_per_1000_rows,
        run_scoring_bytes_per_1000_rows,
        run_scoring_unit_amount
    from priced
)

select * from unit_costs
