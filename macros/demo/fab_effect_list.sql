{% macro fab_effect_list() %}
    {#- Everything that truly moves the defect density: `sql` over the generator's wafer columns is one term
        of its logarithm, `beta` the coefficient in it. What is not listed has no effect. -#}
    {%- set concept = assay.fab_drift_list()['concept'] -%}
    {%- set pilot = assay.fab_pilot() -%}
    {%- set effects = [
        ['etch pressure', 'etch_pressure_mtorr', 'quadratic in standard deviations', 0.25,
         '0.25 * etch_z1 * etch_z1'],
        ['anneal temperature', 'anneal_peak_temperature_c', 'linear in standard deviations, until the concept drift',
         concept.value_before, '(case when decided_day < ' ~ concept.from_day ~ ' then ' ~ concept.value_before
         ~ ' else ' ~ concept.value_after ~ ' end) * anneal_z2'],
        ['etch maintenance age', 'etch_pm_age_wafers', 'linear per 100 wafers since maintenance', 0.06,
         '0.06 * etch_pm_age_wafers / cast(100 as double)'],
        ['contact queue', 'contact_queue_hours', 'per hour above 4 hours', 0.15,
         '0.15 * (case when contact_queue_hours > 4 then contact_queue_hours - 4 else 0 end)'],
        ['deposition interaction', 'deposition_plasma_power_w, deposition_precursor_flow_sccm',
         'product of both in standard deviations', 0.15, '0.15 * deposition_z1 * deposition_z2'],
        ['bad polishing chamber', 'polishing_chamber', 'chamber CMP-2B against all others', 0.35,
         '(case when polishing_tool = 2 and polishing_chamber = 2 then 0.35 else 0 end)'],
        ['material particles', 'material_particle_count', 'linear in standard deviations', 0.12,
         '0.12 * material_z'],
        ['pilot recipe', 'pilot_treated', 'treated lots against all others', pilot.log_density,
         '(case when pilot_treated then ' ~ pilot.log_density ~ ' else 0 end)'],
    ] -%}
    {%- set listed = [] -%}
    {%- for row in effects -%}
        {%- do listed.append(dict(zip(['effect', 'driver', 'form', 'beta', 'sql'], row))) -%}
    {%- endfor -%}
    {{ return(listed) }}
{% endmacro %}
