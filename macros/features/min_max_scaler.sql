{% macro min_max_scaler(expression) %}
    {#- (value - lowest) / (highest - lowest) over all rows of the query around, as BigQuery's ML.MIN_MAX_SCALER. It
        computes the statistics anew on the relation it runs on: features.encodings of a declaration is the safe way,
        it keeps those of the training rows. -#}
    {%- set value = assay.numeric_value(expression) -%}
    {{ assay._window_scaled(
        value, 'min(' ~ value ~ ') over ()', '(max(' ~ value ~ ') over () - min(' ~ value ~ ') over ())'
    ) }}
{%- endmacro %}
