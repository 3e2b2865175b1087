{#- What the testers send, with the defects that are planted in it: flags name them, `copy` 2 is
    the record that was sent twice, slot 26 does not exist. -#}
with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

keyed as (
    select
        *,
        wafer_key % 4 + 1 as tester_number,
        sorted_day as tested_day,
        {{ assay.fab_draw('wafer_key', 'record defect') }} % 1000 as defect_draw,
        {{ assay.fab_draw('wafer_key', 'record temperature') }} as temperature_draw
    from wafers
    where sorted_day < {{ assay.fab_axis_days() }}
),

flagged as (
    select
        *,
        25 + 0.5 * {{ assay.fab_normal('temperature_draw') }} as temperature_c,
        defect_draw < 4 as is_duplicated,
        defect_draw between 4 and 9 as is_late,
        defect_draw between 10 and 12 as is_missing_count,
        defect_draw = 13 as is_impossible_count,
        defect_draw between 14 and 15 as is_orphan,
        tester_number = 3 and tested_day >= 300 and tested_day < 307 as is_fahrenheit
    from keyed
),

records as (
    select
        'R-' || wafer_id as record_id,
        case when is_orphan then lot_id || '-26' else wafer_id end as wafer_id,
        'T-0' || cast(tester_number as string) as tester_id,
        gross_die,
        case
            when is_impossible_count then gross_die + 10
            when not is_missing_count then good_die
        end as good_die,
        round(case when is_fahrenheit then 32 + 1.8 * temperature_c else temperature_c end, 2)
            as probe_temperature_c,
        is_duplicated,
        is_late,
        is_missing_count,
        is_impossible_count,
        is_orphan,
        is_fahrenheit,
        {{ assay.fab_at('tested_day') }} as tested_at,
        {{ assay.fab_at(
            'tested_day + (case when is_late then 3 + defect_draw % 7 else 0.01 end)'
        ) }}
            as received_at
    from flagged
)

select * from records
