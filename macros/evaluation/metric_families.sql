{% macro metric_families() %}
{#- Metric of a probability: (family of its interval, the rows it is a mean over, least value, greatest value). -#}
{{ return({
    'roc_auc': ('delong', 'n', 0, 1),
    'average_precision': ('delta_logit', 'n', 0, 1),
    'log_loss': ('normal', 'n', 0, none),
    'brier': ('normal', 'n', 0, 1),
    'calibration_error': ('delta', 'n', 0, 1),
    'calibration_bias': ('normal', 'n', -1, 1),
    'accuracy': ('wilson', 'n', 0, 1),
    'precision': ('wilson', 'tp + fp', 0, 1),
    'recall': ('wilson', 'positives', 0, 1),
    'specificity': ('wilson', 'negatives', 0, 1),
    'balanced_accuracy': ('delta_logit', 'n', 0, 1),
    'f1': ('delta_logit', 'n', 0, 1),
    'mcc': ('delta', 'n', -1, 1),
    'prevalence': ('wilson', 'n', 0, 1),
    'acted_rate': ('wilson', 'n', 0, 1),
    'lift_at_10': ('delta', 'n', 0, none),
    'ks': ('delta_logit', 'n', 0, 1),
    'value_per_decision': ('normal', 'valued_rows', none, none),
}) }}
{% endmacro %}
