{% macro _ml_absent_options() %}
    {#- BigQuery ML's options that an ml_model does not have: {option: why, as the end of a sentence}. -#}
    {%- set weights = 'probabilities are calibrated, so weights of classes would be undone; move the threshold of predict.' -%}
    {%- set optimiser = 'each learner has one way to its optimum; leave the option out.' -%}
    {%- set standardised = 'features are standardised, distances are Euclidean; leave the option out.' -%}
    {%- set elsewhere = 'nothing leaves the warehouse; leave the option out.' -%}
    {{ return({
        'auto_class_weights': weights,
        'class_weights': weights,
        'optimize_strategy': optimiser,
        'learn_rate_strategy': optimiser,
        'ls_init_learn_rate': optimiser,
        'min_rel_progress': optimiser,
        'warm_start': 'a version depends on its rows and options alone; leave the option out.',
        'fit_intercept': 'every linear model has an intercept; leave the option out.',
        'enable_global_explain': 'assay.global_explain explains any model; leave the option out.',
        'hparam_tuning_objectives': 'a search makes the loss of unseen folds small; leave the option out.',
        'max_parallel_trials': 'trials follow each other, so that a search can be repeated; leave the option out.',
        'kmeans_init_method': 'the best of ten starts by k-means++ is kept; starts in parameters says how many.',
        'distance_type': standardised,
        'standardize_features': standardised,
        'scale_features': standardised,
        'pca_solver': 'the full decomposition is computed; leave the option out.',
        'kms_key_name': elsewhere,
        'model_registry': elsewhere,
        'vertex_ai_model_id': elsewhere,
    }) }}
{% endmacro %}
