{% macro probability_only_metrics() -%}
    {#- The metrics that only a probability has: they compare its size with the share of events. An SQL list. -#}
    ('log_loss', 'brier', 'calibration_error', 'calibration_bias')
{%- endmacro %}
