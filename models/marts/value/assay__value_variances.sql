with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

variances as (
    select * from {{ ref('assay_value__variances') }}
),

matched as (
    select
        use_cases.use_case,
        coalesce(variances.month, 0) as month,
        variances.month is not null as is_declared,
        variances.currency,
        variances.effect_source,
        variances.volume,
        variances.adoption_rate,
        variances.effect,
        variances.unit_amount,
        variances.planned_volume,
        variances.planned_adoption_rate,
        variances.planned_effect,
        variances.planned_unit_amount,
        variances.planned_amount,
        variances.actual_amount,
        variances.volume_amount,
        variances.adoption_amount,
        variances.effect_amount,
        variances.margin_amount,
        variances.has_logarithms
    from use_cases
    left join variances on use_cases.use_case = variances.use_case
),

explained as (
    select
        *,
        case when is_declared then concat_ws(
            '; ',
            case when volume is null then 'the volume is not declared' end,
            case when adoption_rate is null then 'the adoption rate is not declared' end,
            case when effect is null then 'the effect is neither declared nor measured' end,
            case when unit_amount is null then 'the worth of a unit is not declared' end,
            case
                when planned_volume is null or planned_adoption_rate is null
                    then 'no plan covers the month'
            end,
            case when planned_effect is null then 'no effect is planned' end
        ) else 'no actual month is declared' end as reasons
    from matched
),

value_variances as (
    select
        use_case,
        month,
        currency,
        'computed' as source,
        effect_source,
        case
            when reasons <> '' then null
            when has_logarithms then 'lmdi'
            else 'shapley'
        end as method,
        case when reasons = '' then 'ok' else 'not_declared' end as evidence_status,
        nullif(reasons, '') as reason,
        planned_amount,
        actual_amount,
        actual_amount - planned_amount as difference_amount,
        volume_amount,
        adoption_amount,
        effect_amount,
        margin_amount,
        planned_volume,
        volume,
        planned_adoption_rate,
        adoption_rate,
        planned_effect,
        effect,
        planned_unit_amount,
        unit_amount
    from explained
)

select * from value_variances
