{% macro max_abs_scaler(expression) %}
    {#- value / largest magnitude over all rows of the query around, as BigQuery's ML.MAX_ABS_SCALER. It computes the
        statistics anew on the relation it runs on: features.encodings of a declaration is the safe way, it keeps
        those of the training rows. -#}
    {%- set value = assay.numeric_value(expression) -%}
    {{ assay._window_scaled(value, '0', 'max(abs(' ~ value ~ ')) over ()') }}
{%- endmacro %}
