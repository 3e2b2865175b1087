{% macro evaluate(model, relation, threshold=none) %}
{#- One row: how well `model` predicts the labelled rows of `relation`, or without a label how it describes all rows, by
    its task

    binary      precision, recall, accuracy, f1_score (at `threshold`), log_loss, roc_auc, brier, n
    multiclass  precision, recall, f1_score and roc_auc as means over classes, accuracy, log_loss, n
    regression  mean_absolute_error, mean_squared_error, mean_squared_log_error (NULL where something is -1 or less),
                median_absolute_error, r2_score, explained_variance, n
    clustering  davies_bouldin_index, mean_squared_distance (to the nearest centre, in standardised units), n
    reduction   total_explained_variance_ratio, mean_squared_error (of a standardised feature), n
    anomaly     mean_anomaly_score, n

    What a relation cannot say (one class only, nothing called) is NULL. A query in brackets; arguments as for
    assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape and shape.task == 'regression' -%}
{{ assay._select_quantity_evaluation(model, relation) }}
{%- elif shape and shape.task == 'multiclass' -%}
{{ assay._select_several_evaluation(shape, model, relation) }}
{%- elif shape and shape.link == 'distance' -%}
{{ assay._select_cluster_evaluation(shape, relation) }}
{%- elif shape and shape.link in ('component', 'residual', 'path') -%}
{{ assay._select_unusual_evaluation(shape, relation) }}
{%- else -%}
{{ assay._select_class_evaluation(model, relation, threshold) }}
{%- endif -%}
{% endmacro %}
