with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

volumes as (
    select * from {{ ref('assay_value__volumes') }}
    where month = 0
),

action_values as (
    select * from {{ ref('assay_value__action_values') }}
),

returns as (
    select * from {{ ref('assay_value__returns') }}
),

present_values as (
    select * from {{ ref('assay_value__present_values') }}
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
        effects.effect_amount,
        volumes.adoption_rate,
        action_values.precision_rate,
        action_values.action_rate
        * (action_values.true_gain_amount - action_values.false_gain_amount)
            as effect_per_precision,
        returns.irr_annual_rate,
        returns.mirr_annual_rate,
        returns.irr_count,
        returns.sign_changes,
        {{ assay.break_even(
            '-present_values.costs_amount', 'present_values.discounted_volume'
        ) }} as break_even_effect_amount,
        present_values.cost_count > 0 and present_values.unknown_cost_count = 0 as has_costs,
        returns.payback_months,
        returns.discounted_payback_months,
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
    left join volumes
        on
            present_values.use_case = volumes.use_case
            and present_values.scenario = volumes.scenario
    left join returns
        on
            present_values.use_case = returns.use_case
            and present_values.scenario = returns.scenario
    left join action_values on present_values.use_case = action_values.use_case
),

broken_even as (
    select
        *,
        case when has_costs then benefits_amount - costs_amount end as npv_amount,
        precision_rate + (break_even_effect_amount - effect_amount)
        / nullif(effect_per_precision, 0) as break_even_precision_rate
    from joined
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
        npv_amount,
        {{ assay.annuity('npv_amount', 'horizon_months', 'discount_rate_annual') }}
            as annual_equivalent_amount,
        benefits_amount,
        case when has_costs then costs_amount end as costs_amount,
        investment_amount,
        case when has_costs then {{ assay.roi('benefits_amount', 'costs_amount') }} end as roi_rate,
        case
            when has_costs
                then
                    {{ assay.roi('undiscounted_benefits_amount', 'undiscounted_costs_amount') }}
        end as undiscounted_roi_rate,
        case when has_costs then irr_annual_rate end as irr_annual_rate,
        case when has_costs then mirr_annual_rate end as mirr_annual_rate,
        case when investment_amount > 0 then 1 + npv_amount / investment_amount end
            as profitability_index,
        case when has_costs then payback_months end as payback_months,
        case when has_costs then discounted_payback_months end as discounted_payback_months,
        case when has_costs then {{ assay.break_even('fixed_amount', 'amount_per_unit') }} end
            as break_even_units_per_month,
        case when has_costs then break_even_effect_amount end as break_even_effect_amount,
        case
            when
                has_costs
                and benefits_amount > 0
                and costs_amount <= benefits_amount / adoption_rate
                then adoption_rate * costs_amount / benefits_amount
        end as break_even_adoption_rate,
        case
            when has_costs and break_even_precision_rate between 0 and 1
                then break_even_precision_rate
        end as break_even_precision_rate,
        case when has_costs then irr_count end as irr_count,
        case when has_costs then sign_changes end as sign_changes,
        is_within_capacity
    from broken_even
)

select * from business_cases
