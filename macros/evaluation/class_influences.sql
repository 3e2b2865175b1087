{% macro class_influences() %}
{#- Metric of a predicted class -> n times its derivative in the weight of one row, as metric_influences. SQL over a
    judged row, the summary of its split, and the counts of the row's own class (`label_...`) and of the predicted one
    (`predicted_...`). macro_roc_auc comes from the influences of each class against all others. The bins of the
    calibration error are taken as fixed. -#}
{%- set label_weight = '(label_actual_rows + label_predicted_rows)' -%}
{%- set predicted_weight = '(predicted_actual_rows + predicted_predicted_rows)' -%}
{{ return({
    'accuracy': 'is_correct - accuracy',
    'top_2_accuracy': 'case when label_rank <= 2 then 1 else 0 end - top_2_accuracy',
    'top_3_accuracy': 'case when label_rank <= 3 then 1 else 0 end - top_3_accuracy',
    'macro_precision': 'n / predicted_predicted_rows * (is_correct - predicted_precision) / class_count',
    'macro_recall': 'n / label_actual_rows * (is_correct - label_recall) / class_count',
    'macro_f1': 'n / class_count * ((2 * is_correct - label_f1) / ' ~ label_weight ~ '
        - predicted_f1 / ' ~ predicted_weight ~ ')',
    'weighted_precision': 'label_precision - weighted_precision
        + predicted_actual_rows / predicted_predicted_rows * (is_correct - predicted_precision)',
    'weighted_f1': 'label_f1 - weighted_f1 + (2 * is_correct - label_f1) * label_actual_rows / ' ~ label_weight ~ '
        - predicted_f1 * predicted_actual_rows / ' ~ predicted_weight,
    'kappa': '((is_correct - accuracy) * (1 - chance_accuracy) - (1 - accuracy)
        * ((label_predicted_rows + predicted_actual_rows) / n - 2 * chance_accuracy))
        / nullif((1 - chance_accuracy) * (1 - chance_accuracy), 0)',
    'mcc': 'n * ((is_correct * n + accuracy * n - label_predicted_rows - predicted_actual_rows)
        / sqrt(predicted_spread * actual_spread) - mcc * ((n - predicted_predicted_rows) / predicted_spread
        + (n - label_actual_rows) / actual_spread))',
    'log_loss': '-ln(greatest(label_probability, cast(2.220446049250313e-16 as double))) - log_loss',
    'brier': 'square_error - brier',
    'calibration_error': 'sign(excess_correct) * (is_correct - confidence) - calibration_error',
}) }}
{% endmacro %}
