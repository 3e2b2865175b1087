{% macro _declaration_schema() %}
    {#- What a use case may declare, in the words of JSON Schema. Descriptions are in
        python/assay/inputs/use_case.schema.json; a test keeps the two equal. -#}
    {%- set text = {'type': 'string'} -%}
    {%- set names = {'type': 'array', 'default': [], 'items': text} -%}
    {%- set money = {'type': ['string', 'number']} -%}
    {%- set schema = {
        'type': 'object',
        'required': ['entity'],
        'properties': {
            'problem': text,
            'task': {
                'type': 'string',
                'enum': assay.tasks().keys() | list,
                'default': 'binary',
            },
            'entity': {
                'type': 'object',
                'required': ['relation', 'key', 'time'],
                'properties': {'relation': text, 'key': text, 'time': text, 'cluster': text, 'subject': text},
            },
            'label': {
                'type': 'object',
                'required': ['sql'],
                'properties': {
                    'sql': text,
                    'known_at': text,
                    'wait_days': {'type': 'integer', 'minimum': 0, 'default': 0},
                },
            },
            'features': assay._features_schema(),
            'segments': names,
            'drivers': names,
            'groups': names,
            'datasets': names,
            'policies': {
                'type': 'array',
                'minItems': 1,
                'items': {
                    'type': 'object',
                    'required': ['name', 'sql'],
                    'properties': {
                        'name': text,
                        'sql': text,
                        'prediction': money,
                        'current': {'type': 'boolean', 'default': false},
                    },
                },
            },
            'outcomes': {
                'type': 'object',
                'properties': {'tp': money, 'fp': money, 'fn': money, 'tn': money, 'value': money},
            },
            'metrics': {
                'type': 'array',
                'default': [],
                'items': {
                    'type': 'object',
                    'required': ['name', 'sql'],
                    'properties': {
                        'name': text,
                        'sql': text,
                        'unit': text,
                        'direction': {'type': 'string', 'enum': ['up', 'down']},
                        'target': {'type': 'number'},
                        'unit_amount': money,
                        'benchmark': {
                            'type': 'object',
                            'required': ['value', 'source', 'date'],
                            'properties': {'value': {'type': 'number'}, 'source': text, 'date': text},
                        },
                        'ceiling': money,
                    },
                },
            },
            'baseline': {'type': 'object', 'properties': {'from': text, 'until': text}},
            'decision': {
                'type': 'object',
                'properties': {
                    'action': text,
                    'capacity_per_day': {'type': 'number', 'exclusiveMinimum': 0},
                    'latency_days': {'type': 'number', 'minimum': 0},
                    'changeable': assay._changeable_schema(),
                },
            },
            'volume': {
                'type': 'object',
                'properties': {
                    'units_per_month': {'type': 'number', 'exclusiveMinimum': 0},
                    'sample_fraction': {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 1, 'default': 1.0},
                },
            },
            'money': {
                'type': 'object',
                'properties': {
                    'currency': text,
                    'discount_rate_annual': {'type': 'number', 'minimum': 0, 'maximum': 1},
                    'horizon_months': {'type': 'integer', 'minimum': 1, 'maximum': 600, 'default': 36},
                },
            },
            'risk_tolerance': {
                'type': 'object',
                'properties': {'npv_negative_max': {'type': 'number', 'minimum': 0, 'maximum': 1}},
            },
            'pilot': {
                'type': 'object',
                'properties': {
                    'cost': {'type': 'number', 'minimum': 0},
                    'units': {'type': 'number', 'exclusiveMinimum': 0},
                    'duration_weeks': {'type': 'number', 'minimum': 0},
                },
            },
            'split': {
                'type': 'object',
                'properties': {
                    'method': {'type': 'string', 'enum': ['time', 'random', 'column'], 'default': 'time'},
                    'valid': {'type': 'number', 'minimum': 0, 'exclusiveMaximum': 1, 'default': 0.2},
                    'test': {'type': 'number', 'minimum': 0, 'exclusiveMaximum': 1, 'default': 0.2},
                    'embargo_days': {'type': 'integer', 'minimum': 0, 'default': 0},
                    'column': text,
                    'as_of': text,
                },
            },
            'validation': assay._validation_schema(),
            'training': assay._training_schema(),
            'calibration': {
                'type': 'string',
                'enum': ['isotonic', 'sigmoid', 'beta', 'none', 'best'],
                'default': 'isotonic',
            },
            'learners': {
                'type': 'array',
                'minItems': 1,
                'items': {'type': 'string', 'enum': assay.learners().keys() | reject('equalto', 'constant') | list},
            },
            'tuning': assay._tuning_schema(),
            'privacy': {'type': 'object', 'properties': {'purpose': text, 'personal': names}},
        },
    } -%}
    {%- do schema.properties.update(assay._unlabelled_schema()) -%}
    {%- do schema.properties.update(assay._realisation_schema()) -%}
    {{ return(schema) }}
{% endmacro %}
