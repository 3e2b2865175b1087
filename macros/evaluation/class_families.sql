{% macro class_families() %}
{#- Metric of a predicted class: (family of its interval, least value, greatest value), as metric_families. -#}
{{ return({
    'accuracy': ('wilson', 0, 1),
    'top_2_accuracy': ('wilson', 0, 1),
    'top_3_accuracy': ('wilson', 0, 1),
    'macro_precision': ('delta_logit', 0, 1),
    'macro_recall': ('delta_logit', 0, 1),
    'macro_f1': ('delta_logit', 0, 1),
    'weighted_precision': ('delta_logit', 0, 1),
    'weighted_f1': ('delta_logit', 0, 1),
    'macro_roc_auc': ('delta_logit', 0, 1),
    'kappa': ('delta', -1, 1),
    'mcc': ('delta', -1, 1),
    'log_loss': ('normal', 0, none),
    'brier': ('normal', 0, 2),
    'calibration_error': ('delta', 0, 1),
}) }}
{% endmacro %}
