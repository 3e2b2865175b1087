{% macro fab_drift_list() %}
    {#- Lasting changes: from `from_day` on (by decision time) the thing named changes from one value to
        the other. A virtual drift moves an input without effect; a concept drift moves an effect. -#}
    {{ return({
        'virtual': {
            'drift': 'virtual', 'column_name': 'oxidation_gas_flow_sccm', 'from_day': 430,
            'quantity': 'mean of the reading in standard deviations', 'value_before': 0.0, 'value_after': 1.5,
        },
        'concept': {
            'drift': 'concept', 'column_name': 'anneal_peak_temperature_c', 'from_day': 500,
            'quantity': 'effect on the logarithm of defect density per standard deviation',
            'value_before': 0.30, 'value_after': -0.05,
        },
    }) }}
{% endmacro %}
