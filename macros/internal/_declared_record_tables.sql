{% macro _declared_record_tables() %}
    {#- Declared tables that say what was counted elsewhere: bookings, hours saved, peers, volumes; in the form of
        declared_columns(). -#}
    {%- set tables = {
        'actual_costs': {
            'required': ['use_case', 'month', 'cost_type', 'line', 'amount'],
            'columns': {
                'use_case': 'string',
                'cost_type': 'string',
                'line': 'string',
                'source': 'string',
                'month': 'integer',
                'amount': 'double',
            },
        },
        'time_savings': {
            'required': ['use_case', 'activity'],
            'columns': {
                'use_case': 'string',
                'activity': 'string',
                'role': 'string',
                'source': 'string',
                'hours_before': 'double',
                'hours_after': 'double',
                'hour_rate_amount': 'double',
                'realisation_share_rate': 'double',
            },
        },
        'benchmarks': {
            'required': ['use_case', 'metric', 'peer'],
            'values': {
                'direction': ['up', 'down'],
            },
            'columns': {
                'use_case': 'string',
                'metric': 'string',
                'peer': 'string',
                'direction': 'string',
                'unit': 'string',
                'source': 'string',
                'peer_value': 'double',
                'observed_on': 'date',
            },
        },
        'actuals': {
            'required': ['use_case', 'month', 'volume', 'adoption_rate'],
            'columns': {
                'use_case': 'string',
                'source': 'string',
                'volume': 'double',
                'adoption_rate': 'double',
                'effect': 'double',
                'unit_amount': 'double',
                'month': 'integer',
            },
        },
    } -%}
    {{ return(tables) }}
{% endmacro %}
