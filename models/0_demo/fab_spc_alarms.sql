{%- set step_named = {} -%}
{%- for step in assay.fab_step_list() %}{% do step_named.update({step.name: step}) %}{% endfor -%}
with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

beyond as (
    {%- for step_name, sensor in assay.fab_monitored_list() %}
    {%- set step = step_named[step_name] %}
    select
        wafer_id,
        wafer_key,
        {{ assay.fab_chamber_id(step) }} as chamber_id,
        {{ dbt.string_literal(step_name) }} as step,
        {{ dbt.string_literal(step.sensors[sensor - 1].name) }} as sensor,
        {{ assay.fab_reading(step, sensor) }} as reading,
        {{ step_name }}_z{{ sensor }} as deviation_sigma,
        {{ step_name }}_day + (120 + 4 * slot) / cast(1440 as double) as raised_day
    from wafers
    where
        abs({{ step_name }}_z{{ sensor }}) > 3
        and {{ step_name }}_sensor_state not in ({{ sensor }}, {{ sensor + 4 }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

spc_alarms as (
    select
        wafer_id || '/' || step || '/' || sensor as alarm_id,
        wafer_id,
        chamber_id,
        step,
        sensor,
        reading,
        deviation_sigma,
        {{ assay.fab_at('raised_day') }} as raised_at,
        -- Events arrive within two minutes, not in the order in which they were raised.
        {{ assay.fab_at('raised_day + (wafer_key % 120) / cast(86400 as double)') }} as received_at
    from beyond
)

select * from spc_alarms
