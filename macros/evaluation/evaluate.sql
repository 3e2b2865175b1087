{% macro evaluate(model, relation, threshold=none) %}
{#- One row: how well `model` predicts the labelled rows of `relation`, by its task

    binary      precision, recall, accuracy, f1_score (at `threshold`), log_loss, roc_auc, brier, n
    regression  mean_absolute_error, mean_squared_error, mean_squared_log_error (NULL where something is -1 or less),
                median_absolute_error, r2_score, explained_variance, n

    What a relation cannot say (one class only, nothing called) is NULL. A query in brackets; arguments as for
    assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape and shape.task == 'regression' -%}
{{ assay._select_quantity_evaluation(model, relation) }}
{%- else -%}
{{ assay._select_class_evaluation(model, relation, threshold) }}
{%- endif -%}
{% endmacro %}
