{% macro fab_sensor_shift(step, sensor) -%}
    {#- Terms that move one sensor's level, in standard deviations: excursions with a signature, the virtual
        drift, and a fixed difference between chambers in the third sensor. -#}
    {%- set drift = assay.fab_drift_list()['virtual'] -%}
    {%- if drift.column_name == step.name ~ '_' ~ step.sensors[sensor - 1].name %}
        + (case when decided_day >= {{ drift.from_day }} then {{ drift.value_after }} else {{ drift.value_before }} end)
    {%- endif -%}
    {%- if sensor == 3 %}
        + 0.2 * (({{ step.name }}_tool * 3 + {{ step.name }}_chamber) % 4 - 1.5)
    {%- endif -%}
    {%- for excursion in assay.fab_excursion_list() if excursion.step == step.number and excursion.sensor == sensor %}
        + (case when {{ excursion.condition }} then {{ excursion.signature }} else 0 end)
    {%- endfor -%}
{%- endmacro %}
