{%- set rows = [] -%}
{%- for step in assay.fab_step_list() -%}
    {%- for sensor in step.sensors -%}
        {%- do rows.append({
            'step': step.name, 'sensor': sensor.name, 'unit': sensor.unit, 'step_number': step.number,
            'sensor_number': loop.index, 'centre': sensor.centre, 'scale': sensor.scale,
            'is_monitored': [step.name, loop.index] in assay.fab_monitored_list(),
        }) -%}
    {%- endfor -%}
{%- endfor -%}
with

described as (
    {{ assay.fab_rows(rows, {
        'step': 'string', 'sensor': 'string', 'unit': 'string', 'step_number': 'integer',
        'sensor_number': 'integer', 'centre': 'double', 'scale': 'double', 'is_monitored': 'boolean',
    }) | indent(4) }}
),

sensors as (
    select
        step,
        sensor,
        unit,
        step_number,
        sensor_number,
        centre,
        scale,
        centre - 3 * scale as control_limit_low,
        centre + 3 * scale as control_limit_high,
        is_monitored
    from described
)

select * from sensors
