{% macro one_hot_encoder(expression, drop='none', top_k=32000, frequency_threshold=5) %}
    {#- An array of 0 and 1, one per category of the query around in alphabetical order, as BigQuery's
        ML.ONE_HOT_ENCODER, but dense; missing and rare categories are 0 everywhere. `drop` 'most_frequent' leaves
        that category out. It finds the categories anew on the relation it runs on: features.encodings of a
        declaration is the safe way, it keeps those of the training rows. -#}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    {%- set first = 2 if drop == 'most_frequent' else 1 -%}
    {{ assay.item_counts(
        assay.array_of([text], 'string'),
        assay.frequent_keys(assay.window_counts(text), top_k, frequency_threshold, first)
    ) }}
{%- endmacro %}
