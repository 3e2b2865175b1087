with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

wafer_steps as (
    {%- for step in assay.fab_step_list() %}
    select
        wafer_id,
        lot_id,
        {{ dbt.string_literal(step.name) }} as step,
        {{ assay.fab_chamber_id(step) }} as chamber_id,
        {{ step.number }} as step_number,
        {{ step.name }}_pm_age_wafers as pm_age_wafers,
        {{ assay.fab_reading(step, 1) }} as reading_1,
        {{ assay.fab_reading(step, 2) }} as reading_2,
        {{ assay.fab_reading(step, 3) }} as reading_3,
        {{ assay.fab_reading(step, 4) }} as reading_4,
        {{ assay.fab_at(step.name ~ '_day + (116 + 4 * slot) / cast(1440 as double)') }}
            as started_at,
        {{ assay.fab_at(step.name ~ '_day + (120 + 4 * slot) / cast(1440 as double)') }} as ended_at
    from wafers
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from wafer_steps
