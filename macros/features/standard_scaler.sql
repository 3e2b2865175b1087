{% macro standard_scaler(expression) %}
    {#- (value - mean) / standard deviation over all rows of the query around, as BigQuery's ML.STANDARD_SCALER; the
        deviation divides by n - 1. It computes the statistics anew on the relation it runs on: features.encodings of
        a declaration is the safe way, it keeps those of the training rows. -#}
    {%- set value = assay.numeric_value(expression) -%}
    {{ assay._window_scaled(
        value, 'avg(' ~ value ~ ') over ()', assay.sample_deviation(value) ~ ' over ()'
    ) }}
{%- endmacro %}
