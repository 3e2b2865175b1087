with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

cash_flows as (
    select
        cash_flows.*,
        use_cases.discount_rate_annual
    from {{ ref('assay_value__cash_flows') }} as cash_flows
    inner join use_cases on cash_flows.use_case = use_cases.use_case
),

present_values as (
    select
        use_case,
        scenario,
        count(*) filter (where kind <> 'benefit') as cost_count,
        count(*) filter (where kind <> 'benefit' and unit_amount is null) as unknown_cost_count,
        {{ assay.npv(
            "case when kind = 'benefit' then amount else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as benefits_amount,
        {{ assay.npv(
            "case when kind <> 'benefit' then -amount else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as costs_amount,
        {{ assay.npv(
            "case when kind in ('benefit', 'per_unit') then 0 else amount end",
            'month',
            'discount_rate_annual'
        ) }} as fixed_amount,
        {{ assay.npv(
            "case when kind = 'one_off' then -amount else 0 end", 'month', 'discount_rate_annual'
        ) }} as investment_amount,
        {{ assay.npv(
            "case when kind in ('benefit', 'per_unit') then unit_share * unit_amount else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as amount_per_unit,
        {{ assay.npv(
            "case when kind = 'benefit' then volume else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as discounted_volume,
        {{ assay.npv("case when kind = 'benefit' then amount else 0 end", 'month', '0') }}
            as undiscounted_benefits_amount,
        {{ assay.npv("case when kind <> 'benefit' then -amount else 0 end", 'month', '0') }}
            as undiscounted_costs_amount
    from cash_flows
    group by use_case, scenario
)

select * from present_values
