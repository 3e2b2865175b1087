{#- Sort finds 97 % of the defects that are there; final test finds nine in ten of those it let
    through, and wrongly fails four good units in a thousand (overkill), which a retest finds
    again. -#}
with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

counted as (
    select
        lot_number,
        lot_id,
        product,
        sum(good_die) as units_in,
        sum(cast(round(
            gross_die * y_sys
            * (exp(-0.97 * area_cm2 * defect_density) - exp(-area_cm2 * defect_density))
        ) as bigint)) as latent_units,
        max(sorted_day) + 25 as tested_day
    from wafers
    group by lot_number, lot_id, product
),

tested as (
    select
        *,
        cast(round(0.9 * latent_units) as bigint) as caught_units,
        cast(round(0.004 * units_in) as bigint) as overkill_units
    from counted
    where tested_day < {{ assay.fab_axis_days() }}
),

final_tests as (
    select
        lot_id,
        product,
        units_in,
        caught_units + overkill_units as first_fail_units,
        overkill_units,
        units_in - caught_units as shipped_units,
        latent_units - caught_units as escaped_units,
        {{ assay.fab_at('tested_day') }} as tested_at,
        {{ assay.fab_at('tested_day + 5') }} as shipped_at
    from tested
)

select * from final_tests
