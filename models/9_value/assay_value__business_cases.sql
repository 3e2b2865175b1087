with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
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
            "case when kind in ('benefit', 'per_unit') then unit_share * unit_amount else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as amount_per_unit,
        {{ assay.npv(
            "case when kind = 'benefit' then volume else 0 end",
            'month',
            'discount_rate_annual'
        ) }} as discounted_volume
    from cash_flows
    group by use_case, scenario
),

paybacks as (
    {{ assay.payback('cash_flows', ['use_case', 'scenario'], 'month', 'amount') }}
),

discounted_paybacks as (
    {{ assay.discounted_payback(
        'cash_flows', ['use_case', 'scenario'], 'month', 'amount', 'discount_rate_annual'
    ) }}
),

joined as (
    select
        present_values.*,
        use_cases.currency,
        use_cases.units_per_month,
        use_cases.horizon_months,
        use_cases.discount_rate_annual,
        effects.evidence_status as effect_status,
        effects.is_within_capacity,
        present_values.cost_count > 0 and present_values.unknown_cost_count = 0 as has_costs,
        paybacks.payback_months,
        discounted_paybacks.payback_months as discounted_payback_months,
        concat_ws(
            '; ',
            effects.reason,
            case when use_cases.units_per_month is null then 'units_per_month is not declared' end,
            case
                when use_cases.discount_rate_annual is null
                    then 'discount_rate_annual is not declared'
            end,
            case when present_values.cost_count = 0 then 'no cost line is declared' end,
            case
                when present_values.unknown_cost_count > 0
                    then 'a cost line has no amount or no rhythm'
            end
        ) as reasons
    from present_values
    inner join use_cases on present_values.use_case = use_cases.use_case
    inner join effects on present_values.use_case = effects.use_case
    inner join paybacks
        on
            present_values.use_case = paybacks.use_case
            and present_values.scenario = paybacks.scenario
    inner join discounted_paybacks
        on
            present_values.use_case = discounted_paybacks.use_case
            and present_values.scenario = discounted_paybacks.scenario
),

business_cases as (
    select
        use_case,
        scenario,
        currency,
        'computed' as source,
        case
            when
                not has_costs
                or units_per_month is null
                or discount_rate_annual is null
                or effect_status = 'not_declared'
                then 'not_declared'
            else effect_status
        end as evidence_status,
        nullif(reasons, '') as reason,
        horizon_months,
        discount_rate_annual,
        case when has_costs then benefits_amount - costs_amount end as npv_amount,
        benefits_amount,
        case when has_costs then costs_amount end as costs_amount,
        case when has_costs then {{ assay.roi('benefits_amount', 'costs_amount') }} end as roi_rate,
        case when has_costs then payback_months end as payback_months,
        case when has_costs then discounted_payback_months end as discounted_payback_months,
        case when has_costs then {{ assay.break_even('fixed_amount', 'amount_per_unit') }} end
            as break_even_units_per_month,
        case when has_costs then {{ assay.break_even('-costs_amount', 'discounted_volume') }} end
            as break_even_effect_amount,
        is_within_capacity
    from joined
)

select * from business_cases
