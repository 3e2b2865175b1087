with

variances as (
    select * from {{ ref('assay_value__variances') }}
),

explained as (
    select
        *,
        concat_ws(
            '; ',
            case when volume is null then 'the volume is not declared' end,
            case when adoption_rate is null then 'the adoption rate is not declared' end,
            case when effect is null then 'the effect is neither declared nor measured' end,
            case when unit_amount is null then 'the worth of a unit is not declared' end,
            case
                when
                    planned_volume is null or planned_adoption_rate is null
                    then 'no plan covers the month'
            end,
            case when planned_effect is null then 'no effect is planned' end
        ) as reasons
    from variances
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
