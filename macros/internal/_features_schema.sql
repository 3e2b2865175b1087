{% macro _features_schema() %}
    {#- The part of _declaration_schema() that is about features. -#}
    {%- set text = {'type': 'string'} -%}
    {%- set names = {'type': 'array', 'default': [], 'items': text} -%}
    {%- set count = {'type': 'integer', 'minimum': 1} -%}
    {{ return({
        'type': 'object',
        'properties': {
            'include': names,
            'exclude': names,
            'last_label': {'type': 'boolean', 'default': false},
            'encodings': {
                'type': 'array',
                'default': [],
                'items': {
                    'type': 'object',
                    'required': ['encoding'],
                    'properties': {
                        'column': text,
                        'columns': names,
                        'kind': {'type': 'string', 'enum': ['numeric', 'text', 'time', 'date']},
                        'encoding': {'type': 'string', 'enum': assay._encodings() | list},
                        'edges': {'type': 'array', 'default': [], 'items': {'type': 'number'}},
                        'buckets': {'type': 'integer', 'minimum': 2, 'maximum': 1000000},
                        'strategy': {'type': 'string', 'enum': ['mean', 'median', 'most_frequent']},
                        'power': {'type': 'number', 'minimum': 0},
                        'degree': {'type': 'integer', 'minimum': 2, 'maximum': 4},
                        'top_k': {'type': 'integer', 'minimum': 1, 'maximum': 1000000},
                        'frequency_threshold': {'type': 'integer', 'minimum': 0},
                        'drop': {'type': 'string', 'enum': ['none', 'most_frequent']},
                        'sizes': {'type': 'array', 'default': [], 'items': count},
                    },
                },
            },
        },
    }) }}
{% endmacro %}
