{% macro learners() %}
    {#- Every learner by its name: the tasks it serves, its rank among learners from the simplest up, the
        default parameters, those that only one task has, and further ones that have no default.
        python/assay/training/learners.py holds the functions; a test keeps the two equal. -#}
    {%- set loss = {'regression': {'loss': 'squared', 'alpha': 0.5}} -%}
    {{ return({
        'constant': {
            'tasks': ['binary', 'multiclass', 'regression', 'clustering', 'reduction', 'anomaly'],
            'complexity': 10,
            'parameters': {},
            'task_parameters': loss,
        },
        'persistence': {'tasks': ['binary', 'regression'], 'complexity': 15, 'parameters': {}},
        'linear': {'tasks': ['regression'], 'complexity': 20, 'parameters': {}},
        'ridge': {'tasks': ['regression'], 'complexity': 21, 'parameters': {'alpha': 1.0}},
        'lasso': {'tasks': ['regression'], 'complexity': 22, 'parameters': {'alpha': 1.0}},
        'elastic_net': {'tasks': ['regression'], 'complexity': 23, 'parameters': {'alpha': 1.0, 'l1_ratio': 0.5}},
        'poisson': {'tasks': ['regression'], 'complexity': 24, 'parameters': {'alpha': 1.0}},
        'gamma': {'tasks': ['regression'], 'complexity': 25, 'parameters': {'alpha': 1.0}},
        'tweedie': {'tasks': ['regression'], 'complexity': 26, 'parameters': {'alpha': 1.0, 'power': 1.5}},
        'logistic': {'tasks': ['binary', 'multiclass'], 'complexity': 20, 'parameters': {'C': 0.1}},
        'naive_bayes': {'tasks': ['binary', 'multiclass'], 'complexity': 25, 'parameters': {'var_smoothing': 1e-9}},
        'decision_tree': {
            'tasks': ['binary', 'multiclass', 'regression'],
            'complexity': 30,
            'parameters': {'max_depth': 6, 'min_samples_leaf': 20, 'ccp_alpha': 0.0},
        },
        'explainable_boosting': {
            'tasks': ['binary', 'multiclass'],
            'complexity': 50,
            'parameters': {
                'iterations': 300, 'learning_rate': 0.1, 'l2_leaf_reg': 3.0, 'border_count': 64, 'threads': 2,
            },
        },
        'random_forest': {
            'tasks': ['binary', 'multiclass', 'regression'],
            'complexity': 60,
            'parameters': {
                'n_estimators': 100, 'max_depth': 10, 'min_samples_leaf': 5, 'max_features': 0.3, 'threads': 2,
            },
        },
        'boosted_trees': {
            'tasks': ['binary', 'multiclass', 'regression'],
            'complexity': 70,
            'parameters': {
                'iterations': 100, 'depth': 5, 'learning_rate': 0.1, 'l2_leaf_reg': 3.0, 'border_count': 64,
                'threads': 2,
            },
            'task_parameters': loss,
            'further_parameters': ['early_stopping_rounds'],
        },
        'boosted_leafwise': {
            'tasks': ['binary', 'multiclass', 'regression'],
            'complexity': 75,
            'parameters': {
                'iterations': 200, 'depth': 10, 'max_leaves': 31, 'min_data_in_leaf': 20, 'learning_rate': 0.1,
                'l2_leaf_reg': 3.0, 'border_count': 254, 'threads': 2,
            },
            'task_parameters': loss,
            'further_parameters': ['early_stopping_rounds'],
        },
        'kmeans': {
            'tasks': ['clustering'],
            'complexity': 30,
            'parameters': {
                'clusters': none, 'least': 2, 'most': 8, 'criterion': 'silhouette', 'starts': 10, 'iterations': 300,
            },
        },
        'pca': {
            'tasks': ['reduction', 'anomaly'],
            'complexity': 30,
            'parameters': {'components': none, 'explained': 0.9},
        },
        'isolation_forest': {
            'tasks': ['anomaly'],
            'complexity': 60,
            'parameters': {'n_estimators': 100, 'max_samples': 256, 'max_features': 1.0},
        },
    }) }}
{% endmacro %}
