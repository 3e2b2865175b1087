{% macro _realisation_schema() %}
    {#- The part of _declaration_schema() that is about the time after the start. -#}
    {%- set text = {'type': 'string'} -%}
    {%- set properties = {
        'realisation': {
            'type': 'object',
            'required': ['metric', 'methods', 'assignment', 'starts_at'],
            'properties': {
                'metric': text,
                'methods': {
                    'type': 'array',
                    'minItems': 1,
                    'items': {
                        'type': 'string',
                        'enum': ['randomised', 'adjusted', 'difference_in_differences', 'before_after'],
                    },
                },
                'assignment': text,
                'starts_at': text,
                'assigned_at': text,
                'strata': text,
                'adjust_for': text,
            },
        },
        'timeliness': {
            'type': 'object',
            'properties': {
                'half_life_days': {'type': 'number', 'exclusiveMinimum': 0},
                'cadences': {
                    'type': 'array',
                    'default': [],
                    'items': {
                        'type': 'object',
                        'required': ['name', 'every_days'],
                        'properties': {
                            'name': text,
                            'every_days': {'type': 'number', 'minimum': 0},
                            'amount_per_run': {'type': 'number', 'minimum': 0},
                        },
                    },
                },
            },
        },
    } -%}
    {{ return(properties) }}
{% endmacro %}
