{% macro _tunable_parameters() %}
    {#- Values that a search may try, by parameter, in the words of JSON Schema; the rest of a learner's parameters is
        not searched. -#}
    {{ return({
        'max_depth': {'type': 'integer', 'minimum': 1, 'maximum': 100},
        'depth': {'type': 'integer', 'minimum': 1, 'maximum': 16},
        'max_leaves': {'type': 'integer', 'minimum': 2, 'maximum': 65536},
        'n_estimators': {'type': 'integer', 'minimum': 1, 'maximum': 100000},
        'iterations': {'type': 'integer', 'minimum': 1, 'maximum': 100000},
        'min_samples_leaf': {'type': 'integer', 'minimum': 1},
        'min_data_in_leaf': {'type': 'integer', 'minimum': 1},
        'ccp_alpha': {'type': 'number', 'minimum': 0},
        'max_features': {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 1},
        'alpha': {'type': 'number', 'exclusiveMinimum': 0},
        'l1_ratio': {'type': 'number', 'minimum': 0, 'maximum': 1},
        'C': {'type': 'number', 'exclusiveMinimum': 0},
        'l2_leaf_reg': {'type': 'number', 'minimum': 0},
        'learning_rate': {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 1},
        'border_count': {'type': 'integer', 'minimum': 1, 'maximum': 65535},
        'var_smoothing': {'type': 'number', 'exclusiveMinimum': 0},
    }) }}
{% endmacro %}
