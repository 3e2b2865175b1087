{% macro learners() %}
    {#- Every learner by its name: the tasks it serves, its rank among learners from the simplest up, and the
        default parameters. python/assay/training/learners.py holds the functions; a test keeps the two equal. -#}
    {{ return({
        'constant': {'tasks': ['binary'], 'complexity': 10, 'parameters': {}},
        'logistic': {'tasks': ['binary'], 'complexity': 20, 'parameters': {'C': 0.1}},
        'boosted_trees': {
            'tasks': ['binary'],
            'complexity': 70,
            'parameters': {
                'iterations': 100, 'depth': 5, 'learning_rate': 0.1, 'l2_leaf_reg': 3.0, 'border_count': 64,
                'threads': 2,
            },
        },
    }) }}
{% endmacro %}
