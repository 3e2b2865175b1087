{% macro quantity_influences() %}
{#- Metric of a predicted quantity -> n times its derivative in the weight of one row, as metric_influences. SQL over
    a row (error = prediction minus quantity, deviations from the means) and the summary of its split. -#}
{%- set influences = {
    'rmse': '(error * error - mse) / (2 * nullif(rmse, 0))',
    'bias': 'error - bias',
    'r2': '(mse / label_variance * label_deviation * label_deviation - error * error) / label_variance',
    'explained_variance': '(error_variance / label_variance * label_deviation * label_deviation
        - error_deviation * error_deviation) / label_variance',
    'interval_coverage': 'covered - interval_coverage',
    'interval_width': 'predicted_high - predicted_low - interval_width',
} -%}
{%- for metric, loss in assay.quantity_losses().items() -%}
    {%- do influences.update({metric: loss ~ ' - ' ~ metric}) -%}
{%- endfor -%}
{{ return(influences) }}
{% endmacro %}
