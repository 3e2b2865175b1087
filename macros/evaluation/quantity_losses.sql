{% macro quantity_losses() %}
{#- Metric of a predicted quantity that is a mean over rows -> what one row adds, as SQL over the row (error =
    prediction minus quantity; value = money of the prediction). NULL for one row makes the metric NULL. -#}
{{ return({
    'mae': 'abs(error)',
    'msle': 'log_error * log_error',
    'mape': 'abs(error) / nullif(abs(label), 0)',
    'smape': '2 * abs(error) / nullif(abs(predicted_value) + abs(label), 0)',
    'poisson_deviance': assay.poisson_deviance('predicted_value', 'label'),
    'pinball_loss': assay.pinball_loss('predicted_value', 'label', 'centred.learner'),
    'value_per_decision': 'value',
}) }}
{% endmacro %}
