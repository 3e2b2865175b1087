{% macro _changeable_schema() %}
    {#- The part of _declaration_schema() that is about columns that could be changed. -#}
    {{ return({
        'type': 'array',
        'default': [],
        'items': {
            'type': 'object',
            'required': ['column', 'amount_per_unit'],
            'properties': {
                'column': {'type': 'string'},
                'direction': {'type': 'string', 'enum': ['any', 'up', 'down'], 'default': 'any'},
                'low': {'type': 'number'},
                'high': {'type': 'number'},
                'step': {'type': 'number', 'exclusiveMinimum': 0},
                'amount_per_unit': {'type': 'number', 'minimum': 0},
            },
        },
    }) }}
{% endmacro %}
