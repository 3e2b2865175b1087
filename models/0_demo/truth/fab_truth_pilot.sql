{%- set pilot = assay.fab_pilot() -%}
with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

lots as (
    select * from {{ ref('fab_generator_lots') }}
),

eligible as (
    select
        wafers.*,
        lots.pilot_treated,
        wafers.area_cm2 * wafers.expected_density
        * (
            case
                when lots.pilot_treated then exp(-cast({{ pilot.log_density }} as double))
                else 1
            end
        )
            as untreated_defects
    from wafers
    inner join lots
        on wafers.lot_number = lots.lot_number
    where lots.started_day >= {{ pilot.from_day }}
),

compared as (
    select
        *,
        y_sys * pow(1 + untreated_defects / alpha, -alpha) as yield_untreated,
        y_sys
        * pow(1 + untreated_defects * exp(cast({{ pilot.log_density }} as double)) / alpha, -alpha)
            as yield_treated
    from eligible
),

truth_pilot as (
    select
        cast({{ pilot.log_density }} as double) as log_density,
        {{ assay.exact_sum('100 * (yield_treated - yield_untreated)') }} / count(*) as effect_pp,
        count(*) as wafer_count,
        count(distinct lot_number) as lot_count,
        count(distinct case when pilot_treated then lot_number end) as treated_lot_count,
        {{ assay.fab_at(pilot.from_day) }} as started_at
    from compared
)

select * from truth_pilot
