{%- set steps = assay.fab_step_list() -%}
{%- set step_named = {} -%}
{%- for step in steps %}{% do step_named.update({step.name: step}) %}{% endfor -%}
{%- set shown = [
    ['oxidation', 1], ['oxidation', 2], ['lithography', 1], ['lithography', 2], ['etch', 1], ['etch', 2],
    ['etch', 3], ['anneal', 1], ['anneal', 2], ['anneal', 3], ['contact', 1], ['deposition', 1],
    ['deposition', 2], ['polishing', 1], ['polishing', 2], ['passivation', 3],
] -%}
with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

lots as (
    select * from {{ ref('fab_lots') }}
),

products as (
    select * from {{ ref('fab_products') }}
),

certificates as (
    select * from {{ ref('fab_material_certificates') }}
),

operators as (
    select * from {{ ref('fab_operators') }}
),

known as (
    -- What happens after the end of the time axis is not known yet.
    select
        *,
        case when sorted_day < {{ assay.fab_axis_days() }} then sort_yield end as known_yield,
        case when sorted_day < {{ assay.fab_axis_days() }} then sorted_day end as known_day
    from wafers
),

read as (
    select
        *,
        {%- for step_name, sensor in shown %}
        {%- set step = step_named[step_name] %}
        {{ assay.fab_reading(step, sensor) }}
            as {{ step_name }}_{{ step.sensors[sensor - 1].name }},
        {%- endfor %}
        (
            false
            {%- for step_name, sensor in assay.fab_monitored_list() %}
            {%- set state = step_name ~ '_sensor_state' %}
            or (
                {{ state }} not in ({{ sensor }}, {{ sensor + 4 }})
                and abs({{ step_name }}_z{{ sensor }}) > 3
            )
            {%- endfor %}
        ) as spc_alarm,
        {{ assay.fab_operator_number('wafer_key', 'inspection', 'decided_day') }}
            as operator_number,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'sample')) }} < 0.1 as sampled_flag,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'handling')) }}
        < {{ assay.fab_damage_rate('decided_day') }} as handling_damage,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'review')) }} as review_draw,
        {{ assay.fab_draw('wafer_key', 'vibration') }} as vibration_draw
    from known
),

decisions as (
    select
        read.wafer_id,
        read.lot_id,
        read.product,
        lots.customer,
        lots.recipe,
        certificates.supplier as material_supplier,
        {%- for step_name in ['oxidation', 'etch', 'anneal', 'polishing'] %}
        {{ assay.fab_chamber_id(step_named[step_name]) }} as {{ step_name }}_chamber,
        {%- endfor %}
        operators.shift,
        operators.operator_id,
        operators.operator_name,
        operators.operator_email,
        'FAB1' as site,
        read.slot,
        products.gross_die,
        {%- for step_name, sensor in shown %}
        read.{{ step_name }}_{{ step_named[step_name].sensors[sensor - 1].name }},
        {%- endfor %}
        -- Equipment reports the distance from the set point beside the reading.
        round(abs(read.etch_pressure_mtorr - 35), 4) as etch_pressure_deviation_mtorr,
        -- The fourth passivation sensor is read for eleven wafers of a lot only.
        case when read.slot <= 11 then {{ assay.fab_reading(step_named['passivation'], 4) }} end
            as passivation_particle_count,
        read.lithography_queue_hours,
        read.contact_queue_hours,
        read.deposition_queue_hours,
        read.etch_pm_age_wafers,
        read.polishing_pm_age_wafers,
        certificates.material_particle_count,
        certificates.material_resistivity_ohm_cm,
        round(4 + {{ assay.fab_normal('vibration_draw', 'cos') }}, 3) as floor_vibration_um_s,
        round(45 + 2 * {{ assay.fab_normal('vibration_draw', 'sin') }}, 2)
            as cleanroom_humidity_pct,
        cast(1 as double) as reticle_magnification,
        products.wafer_cost_usd,
        products.margin_usd,
        products.rework_usd,
        products.yield_nominal,
        products.yield_limit,
        read.known_yield as sort_yield,
        -- Two columns that a model must not see: the sort result under an innocent name, and what
        -- people did only after it was known.
        round(100 * read.known_yield / products.yield_limit, 3) as inline_quality_index,
        round(
            20 * read.review_draw + case
                when read.known_yield < products.yield_limit then 35
                when read.known_yield is not null then 10
            end,
            1
        ) as review_minutes,
        lots.is_hot_lot,
        lots.pilot_treated,
        read.handling_damage,
        read.sampled_flag,
        read.spc_alarm,
        lots.started_at as lot_started_at,
        {{ assay.fab_at('read.decided_day') }} as decided_at,
        {{ assay.fab_at('read.known_day') }} as sorted_at,
        {{ assay.fab_at('read.known_day + 20 / cast(24 as double)') }} as reviewed_at
    from read
    inner join lots
        on read.lot_id = lots.lot_id
    inner join certificates
        on read.lot_id = certificates.lot_id
    inner join products
        on read.product = products.product
    inner join operators
        on read.operator_number = operators.operator_number
)

select * from decisions
