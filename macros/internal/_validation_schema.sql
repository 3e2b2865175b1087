{% macro _validation_schema() %}
    {#- The part of _declaration_schema() that is about cross-validation. -#}
    {%- set methods = ['cluster', 'random', 'stratified', 'time'] -%}
    {{ return({
        'type': 'object',
        'properties': {
            'method': {'type': 'string', 'enum': methods, 'default': 'cluster'},
            'folds': {'type': 'integer', 'minimum': 2, 'maximum': 10, 'default': 5},
            'embargo_days': {'type': 'integer', 'minimum': 0, 'default': 0},
        },
    }) }}
{% endmacro %}
