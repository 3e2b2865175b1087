{% macro _declared_value_tables() %}
    {#- Declared tables that say what the case rests on: numbers, costs, goals and risks; in the form of
        declared_columns(). -#}
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
        'impact_lines': {
            'required': ['use_case', 'impact', 'kind'],
            'values': {
                'kind': ['direct', 'lost_sales', 'escape', 'delay', 'penalty'],
                'basis': ['cost', 'margin', 'price'],
            },
            'columns': {
                'use_case': 'string',
                'impact': 'string',
                'kind': 'string',
                'metric': 'string',
                'unit': 'string',
                'basis': 'string',
                'source': 'string',
                'priority': 'integer',
                'units_per_month': 'double',
                'unit_amount': 'double',
                'probability_rate': 'double',
            },
        },
        'objective_links': {
            'required': ['use_case', 'objective', 'metric', 'weight_rate'],
            'columns': {
                'use_case': 'string',
                'objective': 'string',
                'metric': 'string',
                'unit': 'string',
                'note': 'string',
                'source': 'string',
                'weight_rate': 'double',
                'elasticity': 'double',
            },
        },
    } -%}
    {{ return(tables) }}
{% endmacro %}
