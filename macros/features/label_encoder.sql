{% macro label_encoder(expression, top_k=32000, frequency_threshold=5) %}
    {#- The place of a category, from 1, among those of the query around in alphabetical order, as BigQuery's
        ML.LABEL_ENCODER; missing and rare categories are 0. It finds the categories anew on the relation it runs on:
        features.encodings of a declaration is the safe way, it keeps those of the training rows. -#}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    {%- set categories = assay.frequent_keys(assay.window_counts(text), top_k, frequency_threshold) -%}
    coalesce({{ assay.array_position(categories, text) }}, 0)
{%- endmacro %}
