{% macro _unlabelled_schema() %}
    {#- The part of _declaration_schema() that only tasks without a label have. -#}
    {{ return({
        'clusters': {
            'type': 'object',
            'properties': {
                'count': {'type': 'integer', 'minimum': 2, 'maximum': 1000},
                'least': {'type': 'integer', 'minimum': 2, 'maximum': 1000},
                'most': {'type': 'integer', 'minimum': 2, 'maximum': 1000},
                'criterion': {'type': 'string', 'enum': ['silhouette', 'davies_bouldin']},
            },
        },
        'components': {
            'type': 'object',
            'properties': {
                'count': {'type': 'integer', 'minimum': 1},
                'explained': {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 1},
            },
        },
        'contamination': {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 0.5},
    }) }}
{% endmacro %}
