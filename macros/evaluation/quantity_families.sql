{% macro quantity_families() %}
{#- Metric of a predicted quantity: (family of its interval, least value, greatest value). -#}
{{ return({
    'rmse': ('delta', 0, none),
    'mae': ('normal', 0, none),
    'bias': ('normal', none, none),
    'msle': ('normal', 0, none),
    'mape': ('normal', 0, none),
    'smape': ('normal', 0, 2),
    'poisson_deviance': ('normal', 0, none),
    'pinball_loss': ('normal', 0, none),
    'value_per_decision': ('normal', none, none),
    'r2': ('delta', none, 1),
    'explained_variance': ('delta', none, 1),
    'interval_coverage': ('normal', 0, 1),
    'interval_width': ('normal', 0, none),
    'median_ae': (none, none, none),
}) }}
{% endmacro %}
