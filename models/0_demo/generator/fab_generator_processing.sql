{%- set steps = assay.fab_step_list() -%}
with

lots as (
    select * from {{ ref('fab_generator_lots') }}
),

slots as (
    select {{ assay.integer_rows(1, 25) }} as slot
),

keyed as (
    select
        lots.*,
        slots.slot,
        cast(lots.lot_number as bigint) * 32 + slots.slot as wafer_number
    from lots
    cross join slots
),

mixed as (
    select
        *,
        {{ assay.mix_integer('((wafer_number + 2147483648) % 4294967296)') }} as wafer_key,
        passivation_day + (120 + 4 * slot) / cast(1440 as double) as decided_day
    from keyed
),

drawn as (
    select
        *,
        {%- for step in steps %}
        1 + (slot + lot_number + {{ loop.index }}) % 3 as {{ step.name }}_chamber,
        {{ assay.fab_draw('wafer_key', step.name ~ ' first pair') }} as {{ step.name }}_draw1,
        {{ assay.fab_draw('wafer_key', step.name ~ ' second pair') }} as {{ step.name }}_draw2,
        {{ assay.fab_draw('wafer_key', step.name ~ ' sensor state') }} as {{ step.name }}_draw3
        {{- ',' if not loop.last }}
        {%- endfor %}
    from mixed
),

sensed as (
    select
        *,
        {%- for step in steps %}
        0.6 * {{ step.name }}_lot_z1 + 0.8 * {{ assay.fab_normal(step.name ~ '_draw1', 'cos') }}
        {{- assay.fab_sensor_shift(step, 1) }} as {{ step.name }}_level1,
        0.6 * {{ step.name }}_lot_z2 + 0.8 * {{ assay.fab_normal(step.name ~ '_draw1', 'sin') }}
        {{- assay.fab_sensor_shift(step, 2) }} as {{ step.name }}_level2,
        0.866 * {{ assay.fab_normal(step.name ~ '_draw2', 'cos') }}
        {{- assay.fab_sensor_shift(step, 3) }} as {{ step.name }}_level3,
        {{ assay.fab_normal(step.name ~ '_draw2', 'sin') }}
        {{- assay.fab_sensor_shift(step, 4) }} as {{ step.name }}_level4,
        {{ assay.fab_pm_age_days(step) }} as {{ step.name }}_pm_age_days{{ ',' if not loop.last }}
        {%- endfor %}
    from drawn
),

processing as (
    select
        lot_number,
        wafer_number,
        wafer_key,
        slot,
        lot_id,
        lot_id || '-' || lpad(cast(slot as string), 2, '0') as wafer_id,
        product,
        material_z,
        pilot_treated,
        {%- for step in steps %}
        {{ step.name }}_tool,
        {{ step.name }}_chamber,
        round({{ step.name }}_level1, 3) as {{ step.name }}_z1,
        round({{ step.name }}_level2, 3) as {{ step.name }}_z2,
        round(0.5 * {{ step.name }}_level1 + {{ step.name }}_level3, 3) as {{ step.name }}_z3,
        round({{ step.name }}_level4, 3) as {{ step.name }}_z4,
        -- One reading in twenty is missing or stuck: 1 to 4 name the missing
        -- sensor, 5 to 8 the stuck one.
        case
            when {{ step.name }}_draw3 % 1000 < 180 then 1 + {{ step.name }}_draw3 % 4
            when {{ step.name }}_draw3 % 1000 < 200 then 5 + {{ step.name }}_draw3 % 4
            else 0
        end as {{ step.name }}_sensor_state,
        {{ step.name }}_queue_hours,
        {{ step.name }}_arrived_day,
        {{ step.name }}_day,
        cast(floor(20 * {{ step.name }}_pm_age_days) as integer) as {{ step.name }}_pm_age_wafers,
        {%- endfor %}
        started_day,
        decided_day
    from sensed
)

select * from processing
