{%- set effects = assay.fab_effect_list() -%}
{%- for driver in [
    'shift', 'operator_id', 'customer', 'recipe', 'material_supplier', 'is_hot_lot', 'slot',
    'oxidation_gas_flow_sccm', 'lithography_dose_mj_cm2', 'etch_bias_power_w',
    'polishing_slurry_flow_ml_min', 'material_resistivity_ohm_cm', 'floor_vibration_um_s',
    'cleanroom_humidity_pct', 'handling_damage',
] -%}
    {%- do effects.append({
        'effect': 'none of ' ~ driver, 'driver': driver, 'form': 'no effect', 'beta': 0.0,
    }) -%}
{%- endfor -%}
with

truth_effects as (
    {{ assay.fab_rows(effects, {
        'effect': 'string', 'driver': 'string', 'form': 'string', 'beta': 'double',
    }) | indent(4) }}
)

select * from truth_effects
