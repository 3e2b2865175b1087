{% macro _declared_value_tables() %}
    {#- Declared tables that say what the case rests on: numbers, costs, goals and risks; in the form of declared_columns(). -#}
    {%- set tables = {
        'assumptions': {
            'required': ['use_case', 'name', 'mode'],
            'values': {
                'distribution': ['fixed', 'uniform', 'triangular', 'normal', 'lognormal', 'beta'],
            },
            'columns': {
                'use_case': 'string',
                'name': 'string',
                'distribution': 'string',
                'unit': 'string',
                'source': 'string',
                'owner': 'string',
                'low': 'double',
                'mode': 'double',
                'high': 'double',
                'review_by': 'date',
            },
        },
        'cost_lines': {
            'required': ['use_case', 'name', 'kind', 'mode'],
            'values': {
                'kind': ['one_off', 'monthly', 'per_unit', 'per_retrain'],
            },
            'columns': {
                'use_case': 'string',
                'name': 'string',
                'kind': 'string',
                'cost_type': 'string',
                'unit': 'string',
                'source': 'string',
                'low': 'double',
                'mode': 'double',
                'high': 'double',
                'month': 'integer',
                'every_months': 'integer',
            },
        },
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
        'objectives': {
            'required': ['use_case', 'layer', 'metric', 'direction'],
            'values': {
                'layer': ['business', 'ml', 'economic'],
                'direction': ['up', 'down'],
            },
            'columns': {
                'use_case': 'string',
                'layer': 'string',
                'metric': 'string',
                'direction': 'string',
                'unit': 'string',
                'owner': 'string',
                'target': 'double',
                'is_guardrail': 'boolean',
                'deadline': 'date',
            },
        },
        'risks': {
            'required': ['use_case', 'risk'],
            'columns': {
                'use_case': 'string',
                'risk': 'string',
                'category': 'string',
                'description': 'string',
                'mitigation': 'string',
                'status': 'string',
                'owner': 'string',
                'likelihood_rate': 'double',
                'impact_amount': 'double',
                'review_by': 'date',
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
        'initiatives': {
            'required': ['initiative'],
            'columns': {
                'initiative': 'string',
                'use_case': 'string',
                'currency': 'string',
                'source': 'string',
                'owner': 'string',
                'duration_weeks': 'double',
                'people_weeks': 'double',
                'npv_amount': 'double',
                'cost_of_delay_per_week_amount': 'double',
            },
        },
    } -%}
    {{ return(tables) }}
{% endmacro %}
