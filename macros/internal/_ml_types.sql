{% macro _ml_types() %}
    {#- BigQuery ML's model types that an ml_model can have, and a few of our own: {task, learner} of each. -#}
    {{ return({
        'linear_reg': {'task': 'regression', 'learner': 'linear'},
        'logistic_reg': {'task': 'binary', 'learner': 'logistic'},
        'boosted_tree_classifier': {'task': 'binary', 'learner': 'boosted_trees'},
        'boosted_tree_regressor': {'task': 'regression', 'learner': 'boosted_trees'},
        'random_forest_classifier': {'task': 'binary', 'learner': 'random_forest'},
        'random_forest_regressor': {'task': 'regression', 'learner': 'random_forest'},
        'kmeans': {'task': 'clustering', 'learner': 'kmeans'},
        'pca': {'task': 'reduction', 'learner': 'pca'},
        'isolation_forest': {'task': 'anomaly', 'learner': 'isolation_forest'},
    }) }}
{% endmacro %}
