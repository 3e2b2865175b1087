{% macro _ml_parameters() %}
    {#- BigQuery ML's options that are parameters of learners: {option: our names}, of which a learner has one at most.
        A name that starts with 1/ is the inverse. -#}
    {{ return({
        'max_iterations': ['iterations'],
        'max_tree_depth': ['depth', 'max_depth'],
        'learn_rate': ['learning_rate'],
        'num_parallel_tree': ['n_estimators'],
        'min_tree_child_weight': ['min_samples_leaf'],
        'colsample_bynode': ['max_features'],
        'num_clusters': ['clusters'],
        'num_principal_components': ['components'],
        'pca_explained_variance_ratio': ['explained'],
        'l1_reg': ['alpha'],
        'l2_reg': ['l2_leaf_reg', '1/C', 'alpha'],
    }) }}
{% endmacro %}
