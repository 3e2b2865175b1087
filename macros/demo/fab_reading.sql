{% macro fab_reading(step, sensor) -%}
    {#- What the sensor (1 to 4) of a step reported, in its unit: NULL where it was missing, the same value
        every time where it was stuck. -#}
    {%- set described = step.sensors[sensor - 1] -%}
    case {{ step.name }}_sensor_state
        when {{ sensor }} then null
        when {{ sensor + 4 }} then cast({{ described.centre + described.scale }} as double)
        else round({{ described.centre }} + {{ described.scale }} * {{ step.name }}_z{{ sensor }}, 4)
    end
{%- endmacro %}
