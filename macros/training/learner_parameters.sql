{% macro learner_parameters(learner) %}
    {#- The hyperparameters of one learner: the package's defaults, overridden key by key by the variable
        assay_learner_parameters ({learner: {key: value}}). Part of every model's fingerprint. -#}
    {%- set defaults = {
        'constant': {},
        'logistic': {'C': 0.1},
        'boosted_trees': {
            'iterations': 100, 'depth': 5, 'learning_rate': 0.1, 'l2_leaf_reg': 3.0, 'border_count': 64, 'threads': 2,
        },
    } -%}
    {%- set parameters = {} -%}
    {%- do parameters.update(defaults[learner]) -%}
    {%- do parameters.update(var('assay_learner_parameters', {}).get(learner, {})) -%}
    {{ return(parameters) }}
{% endmacro %}
