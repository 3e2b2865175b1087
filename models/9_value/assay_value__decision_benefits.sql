with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

ceilings as (
    select
        use_case,
        value_per_decision as ceiling_amount
    from {{ ref('assay_evaluation__policy_values') }}
    where policy = 'perfect' and split = 'test'
),

decisions as (
    select
        effects.use_case,
        'decisions' as category,
        'value_per_decision' as benefit,
        'money per decision' as unit,
        'measured' as source,
        effects.reason,
        effects.current_policy as reference_source,
        effects.value_per_decision_amount as value,
        effects.value_per_decision_amount - effects.effect_amount as reference_value,
        effects.effect_ci_low as difference_ci_low,
        effects.effect_ci_high as difference_ci_high,
        effects.effect_amount * use_cases.units_per_month as monthly_amount,
        effects.effect_amount > 0 as is_improvement,
        cast(null as date) as reference_date,
        effects.evidence_status as missing_status
    from effects
    inner join use_cases on effects.use_case = use_cases.use_case
),

shares as (
    select
        decisions.use_case,
        decisions.category,
        'share_of_ceiling' as benefit,
        'ratio' as unit,
        decisions.source,
        decisions.reason,
        'perfect foresight' as reference_source,
        (decisions.value - decisions.reference_value)
        / nullif(ceilings.ceiling_amount - decisions.reference_value, 0) as value,
        cast(null as double) as reference_value,
        cast(null as double) as difference_ci_low,
        cast(null as double) as difference_ci_high,
        cast(null as double) as monthly_amount,
        decisions.is_improvement,
        decisions.reference_date,
        decisions.missing_status
    from decisions
    left join ceilings on decisions.use_case = ceilings.use_case
),

decision_benefits as (
    select * from decisions
    union all
    select * from shares
)

select * from decision_benefits
