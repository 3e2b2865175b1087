{% macro fab_step_list() %}
    {#- The critical steps in order, each with four sensors: [name, unit, centre, standard deviation]. The
        first two sensors vary with the lot and the wafer, the third follows the first, the fourth is noise. -#}
    {%- set values = [
        ['oxidation', 'OXI', [
            ['gas_flow_sccm', 'sccm', 400, 6], ['tube_pressure_kpa', 'kPa', 101, 0.8],
            ['ramp_rate_c_min', '°C/min', 8, 0.15], ['idle_time_min', 'min', 42, 5],
        ]],
        ['lithography', 'LIT', [
            ['dose_mj_cm2', 'mJ/cm²', 31, 0.4], ['focus_nm', 'nm', 0, 12],
            ['alignment_nm', 'nm', 3.2, 0.5], ['stage_temperature_c', '°C', 22, 0.02],
        ]],
        ['etch', 'ETC', [
            ['pressure_mtorr', 'mTorr', 35, 1.2], ['bias_power_w', 'W', 180, 4],
            ['endpoint_s', 's', 63, 1.5], ['chuck_temperature_c', '°C', 60, 0.5],
        ]],
        ['anneal', 'ANN', [
            ['ramp_rate_c_s', '°C/s', 150, 3], ['peak_temperature_c', '°C', 1050, 2.5],
            ['soak_time_s', 's', 1.6, 0.05], ['oxygen_ppm', 'ppm', 5, 0.9],
        ]],
        ['contact', 'CON', [
            ['overetch_pct', '%', 20, 1.1], ['helium_flow_sccm', 'sccm', 25, 0.6],
            ['reflected_power_w', 'W', 9, 1.4], ['valve_position_pct', '%', 48, 2],
        ]],
        ['deposition', 'DEP', [
            ['plasma_power_w', 'W', 900, 14], ['precursor_flow_sccm', 'sccm', 210, 3],
            ['film_stress_mpa', 'MPa', -180, 7], ['heater_current_a', 'A', 31, 0.3],
        ]],
        ['polishing', 'CMP', [
            ['downforce_kpa', 'kPa', 14, 0.25], ['slurry_flow_ml_min', 'ml/min', 220, 4],
            ['motor_current_a', 'A', 11, 0.3], ['pad_temperature_c', '°C', 38, 0.9],
        ]],
        ['passivation', 'PAS', [
            ['chamber_pressure_torr', 'Torr', 4.5, 0.06], ['silane_flow_sccm', 'sccm', 280, 5],
            ['rf_match_pct', '%', 52, 1.3], ['particle_count', 'count', 14, 3],
        ]],
    ] -%}
    {%- set steps = [] -%}
    {%- for row in values -%}
        {%- set sensors = [] -%}
        {%- for sensor in row[2] -%}
            {%- do sensors.append(dict(zip(['name', 'unit', 'centre', 'scale'], sensor))) -%}
        {%- endfor -%}
        {%- do steps.append({'number': loop.index, 'name': row[0], 'code': row[1], 'sensors': sensors}) -%}
    {%- endfor -%}
    {{ return(steps) }}
{% endmacro %}
