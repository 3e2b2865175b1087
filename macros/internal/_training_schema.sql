{% macro _training_schema() %}
    {#- The part of _declaration_schema() that is about when models are trained again. -#}
    {{ return({
        'type': 'object',
        'properties': {
            'retrain': {'type': 'string', 'enum': ['on_change', 'schedule', 'never'], 'default': 'on_change'},
            'every_days': {'type': 'integer', 'minimum': 1},
            'every_months': {'type': 'integer', 'minimum': 1},
        },
    }) }}
{% endmacro %}
